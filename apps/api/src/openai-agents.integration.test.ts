import {
  BatchTraceProcessor,
  OpenAITracingExporter,
  setTraceProcessors,
  setTracingDisabled,
  withAgentSpan,
  withFunctionSpan,
  withGenerationSpan,
  withTrace,
  withTurnSpan,
} from "@openai/agents";
import type { TraceBody } from "@plumbline/contracts/langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

const answer = {
  object: "chat.completion",
  id: "chatcmpl-1",
  model: "gpt-4o-mini-2024-07-18",
  choices: [{ message: { role: "assistant", content: "Rainy" } }],
  usage: {
    prompt_tokens: 120,
    completion_tokens: 40,
    total_tokens: 160,
    prompt_tokens_details: { cached_tokens: 64 },
  },
};

describe("the exporter of @openai/agents", () => {
  test("sends a trace whose model calls alone are billed", async () => {
    const exporter = new OpenAITracingExporter({
      endpoint: `${api.url}/v1/traces/ingest`,
      apiKey: api.key.secretKey,
    });
    const processor = new BatchTraceProcessor(exporter);
    setTraceProcessors([processor]);
    setTracingDisabled(false);
    const turnUsage = {
      input_tokens: 120,
      output_tokens: 40,
      cached_input_tokens: 64,
      cache_write_input_tokens: 0,
    };
    const traceId = await withTrace(
      "weather",
      async (trace) => {
        await withAgentSpan(
          async () => {
            await withTurnSpan(
              async () => {
                await withGenerationSpan(async () => undefined, {
                  data: {
                    model: "gpt-4o-mini",
                    model_config: { temperature: 0.2, extraHeaders: { authorization: "sk-vanish" } },
                    input: [{ role: "user", content: "Weather?" }],
                    output: [answer],
                  },
                });
                await withFunctionSpan(
                  async (span) => {
                    span.setError({ message: "no such city", data: {} });
                  },
                  { data: { name: "get_weather", input: '{"city":"Pariss"}', output: "" } },
                );
              },
              { data: { turn: 1, agent_name: "Forecaster", usage: turnUsage } },
            );
          },
          { data: { name: "Forecaster", tools: ["get_weather"] } },
        );
        return trace.traceId;
      },
      { groupId: "thread-1", metadata: { user_id: "user-1", plan: "gold" } },
    );
    await processor.forceFlush();
    await processor.shutdown();

    const trace = await getTrace(traceId);
    expect(trace).toMatchObject({
      name: "weather",
      sessionId: "thread-1",
      userId: "user-1",
      metadata: { plan: "gold" },
      totalCost: 0.0000372,
    });
    expect(JSON.stringify(trace)).not.toContain("sk-vanish");
    const byType = new Map(trace.observations.map((row) => [row.type, row]));
    const agent = byType.get("AGENT");
    const turn = trace.observations.find(({ name }) => name === "turn 1");
    expect(agent).toMatchObject({ name: "Forecaster", parentObservationId: null });
    expect(turn).toMatchObject({ type: "SPAN", parentObservationId: agent?.id, calculatedTotalCost: null });
    expect(byType.get("GENERATION")).toMatchObject({
      parentObservationId: turn?.id,
      model: "gpt-4o-mini-2024-07-18",
      modelParameters: { temperature: 0.2 },
      usageDetails: { input: 120, output: 40, total: 160, input_cached_tokens: 64 },
      calculatedTotalCost: 0.0000372,
      input: [{ role: "user", content: "Weather?" }],
    });
    expect(byType.get("TOOL")).toMatchObject({
      name: "get_weather",
      level: "ERROR",
      statusMessage: "no such city",
    });
    expect(trace.observations).toHaveLength(4);
  });
});

describe("POST /v1/traces/ingest", () => {
  const send = (body: string) =>
    api.call("/v1/traces/ingest", {
      method: "POST",
      headers: { authorization: `Bearer ${api.key.secretKey}` },
      body,
    });
  const span = (id: string, changes: object = {}) => ({
    object: "trace.span",
    id,
    trace_id: "trace_again",
    parent_id: null,
    started_at: "2026-11-20T10:00:00.000Z",
    ended_at: "2026-11-20T10:00:01.000Z",
    span_data: {
      type: "generation",
      model: "gpt-4o-mini",
      usage: {
        input_tokens: 120,
        output_tokens: 40,
        details: { input_tokens_details: { cached_tokens: 64 } },
      },
    },
    error: null,
    ...changes,
  });

  test("a list sent again counts once; what is wrong is refused alone", async () => {
    const body = JSON.stringify({
      data: [
        { object: "trace", id: "trace_again", workflow_name: "again", group_id: null, metadata: null },
        span("span_1"),
        span("span_2", { started_at: null }),
        { object: "elsewhere", id: "span_3" },
        '{"__proto__":{"polluted":1}}',
      ],
    });
    for (let round = 0; round < 2; round++) {
      const reply = await send(body);
      expect(reply.status).toBe(200);
      expect((await reply.json()) as object).toMatchObject({
        errors: [{ id: "span_2" }, { id: "span_3" }, { code: "event.not_an_object" }],
      });
      await api.drained();
    }
    const trace = await getTrace("trace_again");
    expect(trace).toMatchObject({
      name: "again",
      totalCost: 0.0000372,
      timestamp: "2026-11-20T10:00:00.000Z",
    });
    expect(trace.observations.map(({ id }) => id)).toEqual(["span_1"]);
    const kept = (await api.rejectedEvents()).map(({ eventId }) => eventId.split(":")[0]);
    expect(kept).toEqual(expect.arrayContaining(["span_2", "span_3"]));
  });

  test.each([["{}"], ['{"data":{}}'], ["null"], ["{"], [`{"data":${"[".repeat(200)}${"]".repeat(200)}}`]])(
    "%s is refused whole",
    async (body) => {
      expect((await send(body)).status).toBe(400);
    },
  );
});
