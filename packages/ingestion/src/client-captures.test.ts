import { readFileSync } from "node:fs";
import type { CompleteSpanEvent, IngestEvent, SpanPartEvent } from "@plumbline/contracts/events";
import { createPriceBook } from "@plumbline/pricing/price-book";
import { decodeOtlpJson, decodeOtlpProtobuf } from "@plumbline/spans/decode-otlp";
import { describe, expect, it } from "vitest";
import { markRepeatedCalls } from "./mark-repeated-calls.ts";
import { buildSpanRow } from "./span-row.ts";

const book = createPriceBook();
const fixtures = new URL("../../spans/fixtures/", import.meta.url);
const text = {
  utf8: (bytes: Uint8Array, start: number, end: number) =>
    Buffer.from(bytes.buffer, bytes.byteOffset).toString("utf8", start, end),
  hex: (bytes: Uint8Array, start: number, end: number) =>
    Buffer.from(bytes.buffer, bytes.byteOffset).toString("hex", start, end),
};

/** What one recorded request becomes, priced; every span of it in one row. */
function rowsOf(file: string) {
  const events: (CompleteSpanEvent | SpanPartEvent)[] = [];
  const onSpan = (event: IngestEvent) => {
    if (event.type === "span" || event.type === "part") events.push(event);
  };
  const onReject = ({ reason }: { reason: string }) => {
    throw new Error(reason);
  };
  const bytes = readFileSync(new URL(file, fixtures));
  const bodies: unknown[] = file.endsWith(".json")
    ? JSON.parse(bytes.toString()).requests.map((request: { body: unknown }) => request.body)
    : [];
  const runs = file.endsWith(".json")
    ? bodies.map((body) => decodeOtlpJson(body, onSpan, onReject))
    : [decodeOtlpProtobuf(bytes, text, onSpan, onReject)];
  for (const turns of runs) while (!turns.next().done);
  markRepeatedCalls(events);
  return events.map(({ traceId, spanId, fields }) => {
    const identity = { projectId: "p", traceId, spanId, source: "otlp", receivedAtUs: 1 } as const;
    return buildSpanRow(book, identity, fields, fields.startTimeUs ?? 0, 1);
  });
}

interface Billed {
  calls: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  reasoning: number;
  unpriced: number;
}

function billedOf(file: string): Billed {
  const sums = { calls: 0, input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  const billed: Billed = { ...sums, reasoning: 0, unpriced: 0 };
  for (const { usage, price } of rowsOf(file)) {
    if (!price.billable) continue;
    billed.calls++;
    billed.input += usage.inputTokens ?? 0;
    billed.output += usage.outputTokens ?? 0;
    billed.cacheRead += usage.cacheReadTokens ?? 0;
    billed.cacheWrite5m += usage.cacheWrite5mTokens ?? 0;
    billed.cacheWrite1h += usage.cacheWrite1hTokens ?? 0;
    billed.reasoning += usage.reasoningTokens ?? 0;
    if (price.cost === null) billed.unpriced++;
  }
  return billed;
}

const openai = (calls: number, more: Partial<Billed> = {}): Billed => ({
  calls,
  input: 120 * calls,
  output: 40 * calls,
  cacheRead: 64 * calls,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  reasoning: 16 * calls,
  unpriced: 0,
  ...more,
});
/** Claude answered: 56 fresh, 50 read from the cache, 14 written to it (10 for five minutes, 4 for an hour). */
const anthropic = (calls: number, more: Partial<Billed> = {}): Billed => ({
  ...openai(calls),
  cacheRead: 50 * calls,
  cacheWrite5m: 10 * calls,
  cacheWrite1h: 4 * calls,
  reasoning: 0,
  ...more,
});

/** All calls that answered, each once; where a client keeps something to itself, what it told. */
describe("each call of a real client is billed once", () => {
  it.each<[file: string, truth: Billed]>([
    ["genkit-1.42.001.bin", openai(3)],
    ["google-adk-2.0.json", openai(3)],
    // Two calls of gpt-4o-mini, two of Claude; lifetimes of the cache stay with the client.
    ["mastra-1.71.001.bin", openai(4, { cacheRead: 228, cacheWrite5m: 28, reasoning: 32 })],
    ["strands-1.19.001.bin", openai(2, { reasoning: 0 })],
    ["azure-ai-inference-1.0.001.bin", openai(2, { cacheRead: 0, reasoning: 0 })],
    // It leaves out what was read from the cache or written to it.
    ["aws-sdk-0.78.001.bin", openai(2, { input: 112, cacheRead: 0, reasoning: 0 })],
    [
      "sentry-node-10.78.001.bin",
      openai(5, { input: 488, output: 160, cacheRead: 228, cacheWrite5m: 28, reasoning: 0 }),
    ],
    ["langwatch-0.16.json", openai(1, { cacheRead: 0, reasoning: 0 })],
    // OpenInference around the SDK, which reports its calls itself.
    ["openinference-anthropic-0.2.001.bin", anthropic(3)],
    // Its streams and embeddings tell no usage.
    ["openinference-openai-4.2.001.bin", openai(4)],
    ["openinference-langchain-4.1.001.bin", openai(3)],
    ["traceloop-anthropic-0.27.001.bin", openai(4, { cacheRead: 150, cacheWrite5m: 42, reasoning: 0 })],
    // Three calls of OpenAI and an embedding of 8 tokens, three of Claude; OpenInference beside the names of AI SDK.
    [
      "openinference-vercel-2.8.001.bin",
      openai(7, {
        input: 728,
        output: 240,
        cacheRead: 342,
        cacheWrite5m: 30,
        cacheWrite1h: 12,
        reasoning: 48,
      }),
    ],
    // Three calls each of OpenAI, Claude and Gemini, and one embedding of 8 tokens.
    [
      "ai-sdk-7-providers.001.bin",
      openai(10, { input: 1088, output: 360, cacheRead: 534, cacheWrite5m: 42, reasoning: 0 }),
    ],
    // The earlier recordings, as their own expectations state them.
    ["langfuse-otel-v5.json", openai(3)],
    ["openinference-openai.json", openai(3)],
    ["traceloop-0.27.json", openai(3, { input: 241, output: 82, cacheRead: 0, reasoning: 0 })],
    ["ai-sdk-6.json", openai(3)],
    // It lays the second call, a stream, over the span around the first.
    ["langsmith-otel-0.12.001.bin", openai(2)],
  ])("%s", (file, truth) => {
    expect(billedOf(file)).toEqual(truth);
  });

  it("names both spans of the call, and counts the inner one", () => {
    const rows = rowsOf("openinference-anthropic-0.2.001.bin").filter(({ fields }) => fields.usageDetails);
    const reasons = rows.map(({ fields, price }) => `${fields.name} ${price.billableReason}`);
    expect([...new Set(reasons)].sort()).toEqual([
      "Anthropic Messages repeats-children",
      "anthropic.messages.create leaf",
    ]);
  });
});

describe("a model call within a model call", () => {
  const call = (spanId: string, fields: Partial<CompleteSpanEvent["fields"]>): CompleteSpanEvent => ({
    type: "span",
    traceId: "t",
    spanId,
    fields: { kind: "GENERATION", startTimeUs: 1, scopeName: `of ${spanId}`, ...fields },
  });
  const usage = { usageDetails: { input: 1, output: 1 } };
  const marked = (...events: CompleteSpanEvent[]) => {
    markRepeatedCalls(events);
    return events.filter(({ fields }) => fields.repeatsCall).map(({ spanId }) => spanId);
  };

  it("the innermost that knows its usage counts", () => {
    const inner = { parentSpanId: "b", ...usage };
    expect(marked(call("a", usage), call("b", { parentSpanId: "a", ...usage }), call("c", inner))).toEqual([
      "a",
      "b",
    ]);
  });

  it("the outer one counts when it alone knows", () => {
    expect(marked(call("a", usage), call("b", { parentSpanId: "a", input: "i" }))).toEqual(["b"]);
  });

  it("when neither knows, the one that has a text to count is kept", () => {
    expect(marked(call("a", { input: "i" }), call("b", { parentSpanId: "a" }))).toEqual(["b"]);
    expect(marked(call("a", {}), call("b", { parentSpanId: "a", input: "i" }))).toEqual(["a"]);
  });

  it("ids of answers tell whether it is one call, whoever reports it", () => {
    const outer = { ...usage, responseId: "r1", scopeName: "x" };
    const inner = { ...usage, parentSpanId: "a", scopeName: "x" };
    expect(marked(call("a", outer), call("b", { ...inner, responseId: "r1" }))).toEqual(["a"]);
    expect(marked(call("a", outer), call("b", { ...inner, responseId: "r2", scopeName: "y" }))).toEqual([]);
  });

  it("one instrumentation alone speaks of two calls, unless the outer one knows no usage", () => {
    const inner = { ...usage, parentSpanId: "a", scopeName: "x" };
    expect(marked(call("a", { ...usage, scopeName: "x" }), call("b", inner))).toEqual([]);
    expect(marked(call("a", { input: "i", scopeName: "x" }), call("b", inner))).toEqual(["a"]);
  });

  it("a tool between them makes two calls of it, and so does another trace", () => {
    const tool = call("t", { kind: "TOOL", parentSpanId: "a" });
    expect(marked(call("a", usage), tool, call("b", { parentSpanId: "t", ...usage }))).toEqual([]);
    const elsewhere = { ...call("b", { parentSpanId: "a", ...usage }), traceId: "u" };
    expect(marked(call("a", usage), elsewhere)).toEqual([]);
  });
});
