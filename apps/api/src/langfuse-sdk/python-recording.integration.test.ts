import { readFileSync } from "node:fs";
import type { TraceBody } from "@plumbline/contracts/langfuse";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startTestApi, type TestApi } from "../api.fixture.ts";

const recording = z
  .object({
    requests: z.array(
      z.object({
        method: z.literal("POST"),
        path: z.string(),
        headers: z.array(z.tuple([z.string(), z.string()])),
        bodyBase64: z.string(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL("recordings/python-otlp.json", import.meta.url), "utf8")));

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

/** Headers that belong to the connection that was recorded. */
const ofConnection = new Set(["host", "connection", "content-length"]);

test("what the OpenTelemetry SDK for Python sends is taken as it stands", async () => {
  expect(recording.requests).toHaveLength(1);
  for (const { method, path, headers, bodyBase64 } of recording.requests) {
    const sent = headers.filter(([name]) => !ofConnection.has(name.toLowerCase()));
    expect(sent.map(([name]) => name)).toContain("x_langfuse_public_key");
    const answer = await fetch(`${api.url}${path}`, {
      method,
      headers: [...sent.filter(([name]) => name !== "Authorization"), ["Authorization", api.key.basic]],
      body: Buffer.from(bodyBase64, "base64"),
    });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/x-protobuf"]);
  }
  await api.drained();
  const list = await api.call("/api/public/traces?sessionId=python%20session");
  const { data } = (await list.json()) as { data: Array<{ id: string }> };
  const one = await api.call(`/api/public/traces/${data[0]?.id}`);
  const trace = (await one.json()) as TraceBody;
  expect(trace).toMatchObject({
    name: "answer question",
    userId: "bob",
    sessionId: "python session",
    environment: "python-staging",
    release: "r9",
    tags: ["python", "recorded"],
    metadata: { plan: "gold" },
    input: { question: "Why? ü🚀" },
  });
  const byName = new Map(trace.observations.map((observation) => [observation.name, observation]));
  expect(byName.get("completion")).toMatchObject({
    type: "GENERATION",
    parentObservationId: byName.get("answer question")?.id,
    model: "gpt-4o",
    modelId: "openai/gpt-4o",
    modelParameters: { temperature: 0.2 },
    usageDetails: { input: 100, output: 20, total: 120 },
    calculatedTotalCost: 0.00045,
    input: [{ role: "user", content: "Why?" }],
    output: "Because.",
    promptName: "answer",
    promptVersion: 3,
    environment: "python-staging",
  });
  expect(byName.get("completion")?.timeToFirstToken).toEqual(expect.any(Number));
  expect(byName.get("lookup")).toMatchObject({
    type: "TOOL",
    level: "ERROR",
    statusMessage: "KeyError: 'no such page'",
  });
});
