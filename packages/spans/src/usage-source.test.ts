import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { collectSpans } from "./decoders/collect-spans.ts";
import { decodeOtlpJson } from "./decoders/otlp-json.ts";
import { readUsageDetails } from "./usage-fields.ts";
import { mayEstimate, sourceOfMap } from "./usage-source.ts";

/** Who counted, in what each client really sent. */
function sourcesIn(name: string): Array<string | undefined> {
  const file = new URL(`../fixtures/${name}.json`, import.meta.url);
  const body: unknown = JSON.parse(readFileSync(file, "utf8")).requests[0].body;
  const { spans } = collectSpans((onSpan, onReject) => decodeOtlpJson(body, onSpan, onReject));
  const counted = spans.filter(({ fields }) => fields.usageDetails !== undefined);
  return [...new Set(counted.map(({ fields }) => fields.usageSource))];
}

it("says who counted, by what the sender is known to do", () => {
  expect(sourcesIn("openinference-openai")).toEqual(["provider"]);
  expect(sourcesIn("ai-sdk-6")).toEqual(["provider"]);
  // Its streams are estimates (1 in, 2 out for 120 and 40), and nothing tells them from the rest.
  expect(sourcesIn("traceloop-0.27")).toEqual(["client"]);
  expect(sourcesIn("langfuse-otel-v5")).toEqual(["client"]);
});

it("a map in the shape of a provider's answer is the provider's", () => {
  const answer = { prompt_tokens: 120, completion_tokens: 40, total_tokens: 160 };
  expect(sourceOfMap(readUsageDetails(answer) ?? {})).toBe("provider");
  expect(sourceOfMap(readUsageDetails({ input: 120, output: 40 }) ?? {})).toBe("client");
});

it.each([
  ["@traceloop/instrumentation-openai", true],
  ["opentelemetry.instrumentation.openai.v1", true],
  ["opentelemetry.instrumentation.openai_v2", false],
  ["@arizeai/openinference-instrumentation-openai", false],
])("%s may estimate: %s", (scope, expected) => {
  expect(mayEstimate(scope)).toBe(expected);
});
