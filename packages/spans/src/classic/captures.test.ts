import { readFileSync } from "node:fs";
import type { ScoreEvent, SpanPartEvent } from "@plumbline/contracts/events";
import { describe, expect, it } from "vitest";
import { decodeClassicEvent } from "../decode-classic.ts";
import { foldParts } from "../fold.ts";
import { settleUsage, type Usage } from "../settle-usage.ts";

const fixtures = new URL("../../fixtures/", import.meta.url);
const expected = JSON.parse(readFileSync(new URL("expected.json", fixtures), "utf8"));
const nowUs = Date.UTC(2026, 10, 21, 12) * 1000;

function batches(name: string): unknown[] {
  const { requests } = JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), "utf8"));
  return requests.flatMap((request: { body: { batch?: unknown[] } | null }) => request.body?.batch ?? []);
}

function decode(event: unknown): SpanPartEvent | ScoreEvent {
  const result = decodeClassicEvent(event, { nowUs });
  if (!result.ok || !("event" in result)) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result.event;
}

describe("a capture of langfuse 3.39", () => {
  const events = batches("langfuse-classic-v3").map(decode);
  const parts = events.filter((decoded) => decoded.type === "part");
  const byId = groupParts(parts);
  const folded = (traceId: string, spanId: string) =>
    foldParts(byId.get(`${traceId}/${spanId}`) ?? []).fields;

  it("gives the expected totals", () => {
    const facts = expected["langfuse-classic-v3"];
    const all = [...byId.values()].map((group) => foldParts(group).fields);
    const usages = all
      .filter((fields) => fields.usageDetails !== undefined)
      .map((fields) => settleUsage(fields.usageDetails, fields.usageConvention));
    const sum = (name: keyof Usage) => usages.reduce((total, usage) => total + (usage[name] ?? 0), 0);
    expect(all.filter((fields) => fields.kind === "TRACE")).toHaveLength(facts.traces);
    expect(usages).toHaveLength(facts.usage_spans);
    expect({
      input_total: sum("inputTokens"),
      output_total: sum("outputTokens"),
      cache_read: sum("cacheReadTokens"),
      reasoning: sum("reasoningTokens"),
    }).toEqual(facts.totals);
    expect(usages.filter((usage) => usage.reasoningTokens !== undefined)).toHaveLength(1);
  });

  it("merges an update that came before its create", () => {
    expect(folded("trace-classic-1", "e27b97a3-6971-4805-85d1-76120b3c48e7")).toMatchObject({
      kind: "GENERATION",
      name: "llm-call",
      startTimeUs: Date.UTC(2026, 10, 21, 11, 44, 57, 460) * 1000,
      endTimeUs: Date.UTC(2026, 10, 21, 11, 44, 57, 460) * 1000,
      level: "DEFAULT",
      environment: "staging",
      modelUsed: "gpt-4o-mini",
      modelParameters: '{"temperature":0.2}',
      promptName: "weather-prompt",
      promptVersion: 3,
      input: '[{"role":"user","content":"weather in Paris?"}]',
      output: '{"role":"assistant","content":"Rainy"}',
      givenCost: { total: "0.003" },
    });
    expect(folded("trace-classic-1", "e7dea3c7-22a1-4d1f-978e-7a4b99ddee5d")).toMatchObject({
      level: "ERROR",
      statusMessage: "boom",
      errorClass: "unknown",
    });
  });

  it("makes one row of all trace events, at the earliest timestamp", () => {
    expect(folded("trace-classic-1", "")).toEqual({
      kind: "TRACE",
      name: "weather-chat",
      traceName: "weather-chat",
      startTimeUs: Date.UTC(2026, 10, 21, 11, 44, 57, 458) * 1000,
      environment: "staging",
      release: "v1.2.3",
      version: "2.0",
      userId: "user-42",
      sessionId: "sess-7",
      tags: ["beta", "web"],
      input: '{"q":"weather in Paris?"}',
      output: '{"a":"Rainy"}',
      metadata: { tier: "gold" },
    });
  });

  it("never stores the SDK's settings with the secret key", () => {
    expect(JSON.stringify(batches("langfuse-classic-v3"))).toContain("sk-lf-test");
    expect(JSON.stringify(events)).not.toContain("sk-lf-test");
  });
});

function groupKey(part: SpanPartEvent): string {
  return `${part.traceId}/${part.spanId}`;
}

function groupParts(parts: readonly SpanPartEvent[]): Map<string, SpanPartEvent[]> {
  const groups = new Map<string, SpanPartEvent[]>();
  for (const part of parts) groups.set(groupKey(part), [...(groups.get(groupKey(part)) ?? []), part]);
  return groups;
}

describe("scores", () => {
  it("reads those of the current client", () => {
    const scores = batches("langfuse-client-scores").map(decode);
    expect(scores).toHaveLength(expected["langfuse-client-scores"].scores);
    expect(scores[0]).toMatchObject({
      type: "score",
      score: { name: "helpfulness", value: 0.9, dataType: "NUMERIC", source: "API", comment: "ok" },
    });
    expect(scores[1]).toMatchObject({
      score: { stringValue: "friendly", dataType: "CATEGORICAL", observationId: "bb5f90a68ed309f3" },
    });
  });
});
