import type { SpanFields } from "@plumbline/contracts/events";
import { describe, expect, it } from "vitest";
import { foldParts } from "./fold.ts";
import {
  fixtureBytes,
  fixtureRequests,
  fromJson,
  fromProtobuf,
  logsFromJson,
  logsFromProtobuf,
} from "./otlp.test-data.ts";
import { settleUsage, type Usage } from "./settle-usage.ts";

/** Sums over the model calls that report usage, as the expectations of the captures are stated. */
function totals(all: readonly SpanFields[]) {
  const usages = all
    .filter(({ kind }) => kind === "GENERATION" || kind === "EMBEDDING")
    .filter(({ usageDetails }) => usageDetails !== undefined)
    .map(({ usageDetails, usageConvention }) => settleUsage(usageDetails, usageConvention));
  const sum = (name: keyof Usage) => usages.reduce((total, usage) => total + (usage[name] ?? 0), 0);
  return [usages.length, sum("inputTokens"), sum("outputTokens"), sum("cacheReadTokens")];
}

const fieldsIn = (file: string): SpanFields[] => {
  const { spans, parts, rejected } = fromProtobuf(fixtureBytes(file));
  expect(rejected).toEqual([]);
  return [...spans, ...parts].map(({ fields }) => fields);
};

describe("true totals of real clients, over model calls alone", () => {
  // Two calls that answer, one that streams, one embedding of 8 tokens; the mock of AI SDK 5 counts no cache when it answers.
  it.each([
    ["otel-openai-0.21.001.bin", [4, 368, 120, 0]],
    ["ai-sdk-5.001.bin", [4, 368, 120, 64]],
    ["ai-sdk-7.001.bin", [4, 368, 120, 192]],
    ["ai-sdk-7-legacy.001.bin", [4, 368, 120, 192]],
    ["langsmith-otel-0.12.001.bin", [2, 240, 80, 128]],
    ["lmnr-0.8.001.bin", [1, 120, 40, 0]],
    ["logfire-node-0.18.001.bin", [0, 0, 0, 0]],
  ])("%s", (file, expected) => {
    expect(totals(fieldsIn(file))).toEqual(expected);
  });

  it("openlit-1.15: log events that repeat a span add nothing", () => {
    const all: SpanFields[] = [];
    for (const { url, body } of fixtureRequests("openlit-1.15.json")) {
      if (url === "/v1/traces") all.push(...fromJson(body).spans.map(({ fields }) => fields));
      else {
        const { events } = logsFromJson(body);
        expect(events).toHaveLength(1);
        expect(events.every((event) => event.type === "part" && event.op === "update")).toBe(true);
        expect(foldParts(events.filter((event) => event.type === "part")).awaitsSpan).toBe(true);
      }
    }
    expect(totals(all)).toEqual([3, 248, 80, 128]);
    // Its cost of 0 means that it found no price.
    expect(all.every(({ givenCost }) => givenCost === undefined)).toBe(true);
  });
});

describe("what the clients say", () => {
  it("AI SDK 5: text and tool calls are one answer, vectors are not kept, metadata gives user and feature", () => {
    const all = fieldsIn("ai-sdk-5.001.bin");
    const [call] = all;
    expect(JSON.parse(call?.output ?? "")).toEqual({
      role: "assistant",
      content: [
        { type: "text", text: "Let me look." },
        { type: "tool-call", toolCallId: "c1", toolName: "weather", input: { city: "Paris" } },
      ],
    });
    expect(JSON.parse(call?.toolDefinitions ?? "")).toMatchObject([{ type: "function", name: "weather" }]);
    expect(call).toMatchObject({ userId: "u1", sessionId: "s1", feature: "chat", tags: ["a", "b"] });
    expect(settleUsage(call?.usageDetails, call?.usageConvention).cacheWrite5mTokens).toBe(5);
    const embeddings = all.filter(({ name }) => name?.startsWith("ai.embed"));
    expect(embeddings.map(({ kind }) => kind)).toEqual(["EMBEDDING", "SPAN"]);
    expect(JSON.stringify(embeddings)).not.toContain("0.14285714285714285");
    expect(embeddings[0]?.input).toContain("hello");
  });

  it("AI SDK 7: steps and agents repeat their calls", () => {
    const kinds = new Set(
      fieldsIn("ai-sdk-7.001.bin").map(({ kind, name }) => `${name?.split(" ")[0]} ${kind}`),
    );
    expect([...kinds].sort()).toEqual([
      "chat GENERATION",
      "embeddings EMBEDDING",
      "execute_tool TOOL",
      "invoke_agent AGENT",
      "step CHAIN",
    ]);
  });

  it("LangSmith: session, user, feature, and the usage with its details", () => {
    const [call] = fieldsIn("langsmith-otel-0.12.001.bin");
    expect(call).toMatchObject({
      kind: "GENERATION",
      provider: "openai",
      modelUsed: "gpt-4o-mini-2024-07-18",
      userId: "u1",
      sessionId: "s1",
      feature: "chat",
    });
    // Every run carries its own name under this key, so that it is no trace's.
    expect(call?.traceName).toBeUndefined();
    expect(settleUsage(call?.usageDetails, call?.usageConvention)).toMatchObject({
      cacheReadTokens: 64,
      reasoningTokens: 16,
    });
  });

  it("Laminar: session, user, feature and tags", () => {
    const [call, root] = fieldsIn("lmnr-0.8.001.bin");
    expect(call).toMatchObject({ kind: "GENERATION", userId: "u1", sessionId: "s1", feature: "chat" });
    expect(root).toMatchObject({ tags: ["a", "b"], input: "{}", output: '"done"' });
  });

  it("Logfire: a pending span becomes the span that it announces", () => {
    const { spans, parts } = fromProtobuf(fixtureBytes("logfire-node-0.18.001.bin"));
    expect(spans.map(({ fields }) => fields.name)).toEqual(["hello", "outer"]);
    const outer = spans.find(({ fields }) => fields.name === "outer");
    expect(parts).toHaveLength(1);
    expect(parts[0]).toMatchObject({ op: "create", spanId: outer?.spanId, traceId: outer?.traceId });
    expect(parts[0]?.fields.startTimeUs).toBe(outer?.fields.startTimeUs);
    expect(parts[0]?.fields.endTimeUs).toBeUndefined();
    expect(parts[0]?.fields.parentSpanId).toBeUndefined();
    expect(outer?.fields.tags).toEqual(["t1"]);
  });

  it("instrumentation-openai: messages of the log events in their order, whatever comes first", () => {
    const { parts } = fromProtobuf(fixtureBytes("otel-openai-0.21.001.bin"));
    const logs = logsFromProtobuf(fixtureBytes("otel-openai-0.21.002.bin"));
    expect({ codes: logs.codes, ignored: logs.ignored }).toEqual({ codes: [], ignored: 0 });
    const logParts = logs.events.filter((event) => event.type === "part");
    const roles = parts.map(({ traceId }) => {
      const own = [...logParts, ...parts].filter((part) => part.traceId === traceId);
      const { fields, awaitsSpan } = foldParts(own.reverse());
      expect(awaitsSpan).toBe(false);
      expect(fields.claimedKeys).toMatch(/\|.+$/);
      const input: { role: string }[] = JSON.parse(fields.input ?? "[]");
      return input.map(({ role }) => role).join(" ");
    });
    expect(roles).toEqual(["system user", "system user assistant tool", "system user"]);
  });
});
