import type { TraceBody } from "@plumbline/contracts/langfuse";
import { Opik } from "opik";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

async function getTrace(id: string): Promise<TraceBody> {
  await api.drained();
  const answer = await api.call(`/api/public/traces/${id}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as TraceBody;
}

test("the opik client sends traces, spans, changes and scores", async () => {
  const client = new Opik({
    apiUrl: `${api.url}/api`,
    apiKey: api.key.secretKey,
    workspaceName: "default",
    projectName: "weather",
  });
  const trace = client.trace({
    name: "agent",
    input: { question: "Weather?" },
    threadId: "thread-1",
    tags: ["beta"],
    metadata: { plan: "gold" },
  });
  const outer = trace.span({ name: "step", type: "general", input: { step: 1 } });
  const call = outer.span({
    name: "chat",
    type: "llm",
    input: { messages: [] },
    model: "gpt-4o-mini",
    provider: "openai",
  });
  await client.flush();
  const usage = {
    prompt_tokens: 120,
    completion_tokens: 40,
    total_tokens: 160,
    "original_usage.prompt_tokens_details.cached_tokens": 64,
  };
  call.update({ output: { text: "Rainy" }, usage });
  call.end();
  outer.update({ errorInfo: { exceptionType: "Timeout", message: "too slow", traceback: "at …" } });
  outer.end();
  trace.update({ output: { answer: "Rainy" } });
  trace.end();
  trace.score({ name: "helpful", value: 0.9, reason: "good" });
  call.score({ name: "tone", value: 1 });
  await client.flush();

  const { id } = trace.data;
  const stored = await getTrace(id);
  expect(stored).toMatchObject({
    name: "agent",
    sessionId: "thread-1",
    tags: ["beta"],
    input: { question: "Weather?" },
    output: { answer: "Rainy" },
    metadata: { plan: "gold" },
    totalCost: 0.0000372,
  });
  const byName = new Map(stored.observations.map((row) => [row.name, row]));
  expect(byName.get("step")).toMatchObject({
    type: "SPAN",
    level: "ERROR",
    statusMessage: "Timeout: too slow",
    parentObservationId: null,
  });
  expect(byName.get("chat")).toMatchObject({
    type: "GENERATION",
    parentObservationId: outer.data.id,
    model: "gpt-4o-mini",
    usageDetails: { input: 120, output: 40, total: 160, input_cached_tokens: 64 },
    calculatedTotalCost: 0.0000372,
    output: { text: "Rainy" },
  });
  const scores = stored.scores.map(({ name, value, observationId }) => [name, value, observationId]);
  expect(new Set(scores.map(String))).toEqual(new Set(["helpful,0.9,", `tone,1,${call.data.id}`]));
});

const span = (changes: object = {}) => ({
  id: "span-1",
  trace_id: "trace-1",
  name: "chat",
  type: "llm",
  start_time: "2026-11-20T10:00:00.000001Z",
  end_time: "2026-11-20T10:00:01Z",
  model: "gpt-4o-mini",
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  total_estimated_cost: 0,
  ttft: 250,
  ...changes,
});
const send = (kind: string, body: unknown, method = "POST") =>
  api.call(`/api/v1/private/${kind}/batch`, { method, body: JSON.stringify(body) });

test("a batch sent again, by POST or PUT, counts once; an agent's usage is not billed", async () => {
  for (const method of ["POST", "PUT"]) {
    const trace = { id: "trace-1", name: "t", start_time: "2026-11-20T10:00:00Z" };
    expect((await send("traces", { traces: [trace] }, method)).status).toBe(204);
    const spans = [span(), span({ id: "span-2", type: "general" })];
    expect((await send("spans", { spans }, method)).status).toBe(204);
    await api.drained();
  }
  const stored = await getTrace("trace-1");
  expect(stored.observations).toHaveLength(2);
  const call = stored.observations.find(({ id }) => id === "span-1");
  expect(call).toMatchObject({ timeToFirstToken: 0.25, usageDetails: { input: 10, output: 5 } });
  // The client's 0 is "unknown": the price book says what it cost.
  expect(call?.calculatedTotalCost).toBeGreaterThan(0);
  expect(stored.totalCost).toBe(call?.calculatedTotalCost);
});

test("what is wrong is refused alone, named, and kept", async () => {
  const spans = [span({ id: "span-3", trace_id: "" }), span({ id: "span-4", trace_id: "trace-4" })];
  const answer = await send("spans", { spans });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ errors: [{ id: "span-3", code: "event.missing_id" }] });
  await api.drained();
  const eventId = expect.stringMatching(/^span-3:[0-9a-f]{12}$/);
  expect(await api.rejectedEvents()).toMatchObject([{ eventId, source: "opik" }]);
  expect((await send("spans", { spans: [1] })).status).toBe(422);
  for (const body of [{}, [], null, { spans: {} }]) expect((await send("spans", body)).status).toBe(400);
});
