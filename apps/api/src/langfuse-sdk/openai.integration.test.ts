import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { observeOpenAI } from "@langfuse/openai";
import { startActiveObservation } from "@langfuse/tracing";
import type { ObservationBody, TraceBody } from "@plumbline/contracts/langfuse";
import { observeOpenAI as observeClassic } from "langfuse";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { TestApi } from "../api.fixture.ts";
import { startFakeOpenAi } from "./fake-openai.fixture.ts";
import { type SdkWorld, startSdkWorld } from "./sdk.fixture.ts";

let world: SdkWorld;
let openai: OpenAI;
let closeOpenAi: () => Promise<void>;
beforeAll(async () => {
  world = await startSdkWorld();
  const { baseURL, close } = await startFakeOpenAi();
  closeOpenAi = close;
  openai = new OpenAI({ apiKey: "sk-upstream", baseURL, maxRetries: 0 });
});
afterAll(async () => {
  await closeOpenAi?.();
  await world?.close();
});

const ask = {
  model: "gpt-4o-mini",
  temperature: 0.2,
  messages: [{ role: "user" as const, content: "weather in Paris?" }],
};

/** 120 in of which 64 from the cache, 40 out of which 16 reasoning, at the public prices of the model. */
const cost = (120 - 64) * 0.15e-6 + 64 * 0.075e-6 + 40 * 0.6e-6;

function expectCall(call: ObservationBody | undefined, output: unknown): void {
  expect(call).toMatchObject({
    type: "GENERATION",
    modelParameters: { temperature: 0.2 },
    usage: { input: 120, output: 40, total: 160, unit: "TOKENS" },
    output,
  });
  expect(call?.model).toMatch(/^gpt-4o-mini/);
  expect(JSON.stringify(call?.input)).toContain("weather in Paris?");
  expect(call?.calculatedTotalCost).toBeCloseTo(cost, 12);
}

async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let events = 0;
  for await (const _event of stream) events += 1;
  return events;
}

const answer = { role: "assistant", content: "Rainy, 14 C." };

describe("the classic wrapper", () => {
  const observed = (name: string) => {
    const { publicKey, secretKey } = world.api.key;
    return observeClassic(openai, {
      traceName: name,
      generationName: "call",
      userId: "ada",
      clientInitParams: { publicKey, secretKey, baseUrl: world.api.url },
    });
  };

  const readTrace = async (name: string) => {
    await world.api.drained();
    const { data } = await world.get<{ data: TraceBody[] }>(`traces?name=${name}`);
    expect(data).toMatchObject([{ userId: "ada" }]);
    return world.get<TraceBody>(`traces/${data[0]?.id}`);
  };

  test("records a call with its usage and cost", async () => {
    const client = observed("classic-whole");
    await client.chat.completions.create(ask);
    await client.flushAsync();
    const { observations } = await readTrace("classic-whole");
    expect(observations).toHaveLength(1);
    expectCall(observations[0], answer);
  });

  test("records a stream, with the time of its first token", async () => {
    const client = observed("classic-stream");
    const stream = await client.chat.completions.create({
      ...ask,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(await drain(stream)).toBe(5);
    await client.flushAsync();
    const { observations } = await readTrace("classic-stream");
    expect(observations).toHaveLength(1);
    expectCall(observations[0], "Rainy, 14 C.");
    expect(observations[0]?.timeToFirstToken).toBeGreaterThanOrEqual(0);
  });

  test("sends its secret key along, which is nowhere stored", async () => {
    const { api } = world;
    const { secretKey } = api.key;
    const onDisk = readFiles(join(api.directory));
    // Both searches find what is known to be there.
    expect(onDisk.some((bytes) => bytes.includes("classic-whole"))).toBe(true);
    expect(onDisk.filter((bytes) => bytes.includes(secretKey))).toEqual([]);
    for (const table of ["spans", "span_io", "span_parts", "scores", "dead_letters"]) {
      const rows = JSON.stringify(await readTable(api, table));
      expect([table, rows.includes(secretKey), rows.includes("clientInitParams")]).toEqual([
        table,
        false,
        false,
      ]);
    }
    expect(JSON.stringify(await readTable(api, "spans"))).toContain("classic-whole");
  });
});

describe("the current wrapper", () => {
  const record = async (call: () => Promise<unknown>) => {
    const traceId = await startActiveObservation("ask", async (root) => {
      await call();
      return root.traceId;
    });
    await world.flush();
    const { observations } = await world.get<TraceBody>(`traces/${traceId}`);
    return observations.filter(({ name }) => name !== "ask");
  };

  test("records a call with its usage and cost", async () => {
    const client = observeOpenAI(openai, { generationName: "call" });
    const calls = await record(() => client.chat.completions.create(ask));
    expect(calls).toHaveLength(1);
    expectCall(calls[0], answer);
  });

  test("records a stream, with the time of its first token", async () => {
    const client = observeOpenAI(openai, { generationName: "stream" });
    const calls = await record(async () =>
      drain(
        await client.chat.completions.create({
          ...ask,
          stream: true,
          stream_options: { include_usage: true },
        }),
      ),
    );
    expect(calls).toHaveLength(1);
    expectCall(calls[0], "Rainy, 14 C.");
    expect(calls[0]?.timeToFirstToken).toBeGreaterThanOrEqual(0);
  });

  test("records embeddings", async () => {
    const client = observeOpenAI(openai, { generationName: "embed" });
    const calls = await record(() =>
      client.embeddings.create({ model: "text-embedding-3-small", input: "Paris" }),
    );
    // The wrapper sends no count without completion tokens: the tokens of the text are counted here.
    expect(calls).toMatchObject([
      { model: "text-embedding-3-small", usageDetails: { input: 1 }, unit: "TOKENS" },
    ]);
  });
});

function readFiles(directory: string): Buffer[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

function readTable(api: TestApi, table: string): Promise<unknown[]> {
  return api.clickhouse.query(
    {
      name: "test.read-table",
      params: z.object({ projectId: z.string() }),
      row: z.unknown(),
      sql: `SELECT * FROM ${table} WHERE project_id = {projectId:String}`,
    },
    { projectId: api.projectId },
  );
}
