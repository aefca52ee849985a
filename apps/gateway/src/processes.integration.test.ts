import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { createTestDatabase } from "@plumbline/testing/engines";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answerChat, beginStream, chunkEvent, doneEvent, startUpstream } from "./fake-upstream.fixture.ts";
import { poolOf } from "./gateway.fixture.ts";
import { type CallInit, startGatewayProcess } from "./gateway-process.fixture.ts";

const path = "/v1/chat/completions";
const ask = (more: object = {}): CallInit => ({
  method: "POST",
  body: JSON.stringify({ model: "model-a", messages: [{ role: "user", content: "Hello, wörld." }], ...more }),
});

const storedCalls = defineQuery({
  name: "test.gateway-calls",
  params: z.object({ projectId: z.string() }),
  row: z.object({
    id: z.string(),
    source: z.string(),
    input: z.string(),
    output: z.string(),
    tokens: z.coerce.number(),
  }),
  sql: `SELECT span_id AS id, usage_source AS source, input_preview AS input, output_preview AS output,
      output_tokens AS tokens
    FROM spans FINAL WHERE project_id = {projectId:String} AND kind = 'GENERATION'`,
});

describe("the gateway's processes", () => {
  it("serve from several workers, add up their metrics, and bring every call into ClickHouse", async () => {
    const { clickhouseUrl } = await createTestDatabase();
    const upstream = await startUpstream(answerChat);
    const gateway = await startGatewayProcess(
      { pools: [poolOf(upstream.url)] },
      { workers: 2, clickhouseUrl },
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const response = await gateway.call(path, {
          ...ask({ stream: index % 2 === 0 }),
          headers: { connection: "close" },
        });
        return [response.status, (await response.text()).length > 0];
      }),
    );
    expect(answers).toEqual(Array(20).fill([200, true]));
    const page = async (): Promise<string> => (await fetch(`${gateway.url}/metrics`)).text();
    await expect.poll(page).toContain('plumbline_gateway_calls_total{outcome="ok"} 20');
    // The second may have begun when the first had answered all.
    const journals = (): string[] => readdirSync(join(gateway.dataDirectory, "journal", "gateway")).sort();
    await expect.poll(journals).toEqual(["0", "1"]);

    const clickhouse = createClickHouse({ url: clickhouseUrl });
    await expect
      .poll(async () => (await clickhouse.query(storedCalls, { projectId: "project-1" })).length)
      .toBe(20);
    const rows = await clickhouse.query(storedCalls, { projectId: "project-1" });
    await clickhouse.close();
    expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(["gateway"]));
    for (const { input, output, tokens } of rows) {
      expect(input).toContain("wörld");
      expect(output.length).toBeGreaterThan(0);
      expect(tokens).toBe(3);
    }
    gateway.child.kill("SIGTERM");
    expect(await gateway.stopped).toBe(0);
  });

  it("serve with every store down, replace a worker that dies, and start from the last snapshot", async () => {
    const upstream = await startUpstream(answerChat);
    const gateway = await startGatewayProcess({ pools: [poolOf(upstream.url)] }, { workers: 1 });
    const answered = async (): Promise<number> => {
      // A connection that was handed to a worker in the moment of its death is answered by nobody.
      const response = await gateway
        .call(path, { ...ask(), signal: AbortSignal.timeout(5_000) })
        .catch(() => null);
      await response?.text();
      return response?.status ?? 0;
    };
    expect(await answered()).toBe(200);
    const workers = gateway.workerPids();
    expect(workers).toHaveLength(1);
    for (const pid of workers) process.kill(pid, "SIGKILL");
    await expect.poll(answered).toBe(200);
    expect(gateway.workerPids()).not.toEqual(workers);
    expect(gateway.log.join("\n")).toContain("a worker died");

    gateway.child.kill("SIGKILL");
    await gateway.stopped;
    const kept = readFileSync(join(gateway.dataDirectory, "gateway", "snapshot"));
    expect(kept.includes("model-a")).toBe(false);
    writeFileSync(join(gateway.dataDirectory, "gateway.yaml"), "pools: [oops");
    const again = await startGatewayProcess("", {
      workers: 1,
      dataDirectory: gateway.dataDirectory,
      withFile: false,
    });
    const response = await again.call(path, ask());
    expect(response.status).toBe(200);
    await response.text();
    expect(again.log.join("\n")).toContain("GATEWAY_CONFIG_FILE is not valid");
  });

  it("follow the file without a dropped call, and let streams end when they are told to stop", async () => {
    let frames = 0;
    const slow = await startUpstream(async (_seen, response) => {
      beginStream(response);
      for (let frame = 0; frame < 30; frame++) {
        response.write(chunkEvent(`${frame} `));
        frames += 1;
        await sleep(50);
      }
      response.end(chunkEvent("", "stop") + doneEvent);
    });
    const other = await startUpstream(answerChat);
    const gateway = await startGatewayProcess({ pools: [poolOf(slow.url)] }, { workers: 2 });
    const reading = gateway.call(path, ask({ stream: true })).then((response) => response.text());
    await expect.poll(() => frames).toBeGreaterThan(2);
    gateway.configure({ pools: [poolOf(other.url, { name: "model-b" })] });
    await expect
      .poll(async () => {
        const response = await gateway.call(path, ask({ model: "model-b" }));
        await response.text();
        return response.status;
      })
      .toBe(200);
    const text = await reading;
    expect(text).toContain("29 ");
    expect(text.endsWith(doneEvent)).toBe(true);

    gateway.configure({ pools: [poolOf(slow.url)] });
    await expect
      .poll(async () => (await (await gateway.call("/v1/models")).text()).includes("model-a"))
      .toBe(true);
    frames = 0;
    const last = gateway.call(path, ask({ stream: true })).then((response) => response.text());
    await expect.poll(() => frames).toBeGreaterThan(2);
    gateway.child.kill("SIGTERM");
    expect((await last).endsWith(doneEvent)).toBe(true);
    expect(await gateway.stopped).toBe(0);
  });
});
