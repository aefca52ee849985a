import type { SpanFields } from "@plumbline/contracts/events";
import { at, known, recordOf } from "../doors/values.ts";
import { isRecord } from "../parsed-json.ts";
import { safeRecord } from "../safe-record.ts";
import { isTokenCount } from "../token-count.ts";
import { readCostDetails, readUsageDetails } from "../usage-fields.ts";

/** Their names for parts of the two counts; parts with a tier before them restate the count and are left out. */
const inputParts: Readonly<Record<string, string>> = {
  cache_read: "input_cached_tokens",
  priority_cache_read: "input_cached_tokens",
  flex_cache_read: "input_cached_tokens",
  cache_creation: "input_cache_creation",
  ephemeral_5m_input_tokens: "input_cache_creation_5m",
  ephemeral_1h_input_tokens: "input_cache_creation_1h",
  audio: "input_audio_tokens",
};
const outputParts: Readonly<Record<string, string>> = {
  reasoning: "output_reasoning_tokens",
  priority_reasoning: "output_reasoning_tokens",
  flex_reasoning: "output_reasoning_tokens",
  audio: "output_audio_tokens",
};

/** Usage of a run, from wherever its instrumentation leaves it; `usage_metadata` counts inclusively. */
export function readRunUsage(outputs: unknown, metadata: Record<string, unknown>): SpanFields {
  const message = at(outputs, "generations", 0, 0, "message");
  const given = [
    at(outputs, "usage_metadata"),
    metadata["usage_metadata"],
    at(message, "kwargs", "usage_metadata"),
    at(message, "usage_metadata"),
  ].find(isRecord);
  if (given !== undefined) return readUsageMetadata(given);
  const raw = [
    at(outputs, "usage"),
    at(outputs, "llm_output", "token_usage"),
    at(outputs, "llm_output", "tokenUsage"),
    at(outputs, "llmOutput", "tokenUsage"),
  ];
  for (const value of raw) {
    const usage = readUsageDetails(value);
    if (usage !== undefined) return { ...usage, usageSource: "client" };
  }
  return {};
}

function readUsageMetadata(usage: Record<string, unknown>): SpanFields {
  const counts = safeRecord<number>();
  const add = (name: string, value: unknown): void => {
    if (isTokenCount(value)) counts[name] = value;
  };
  add("input", usage["input_tokens"]);
  add("output", usage["output_tokens"]);
  add("total", usage["total_tokens"]);
  addParts(counts, inputParts, usage["input_token_details"]);
  addParts(counts, outputParts, usage["output_token_details"]);
  const costs = readCostDetails({
    input: usage["input_cost"],
    output: usage["output_cost"],
    total: usage["total_cost"],
  });
  const hasCounts = Object.keys(counts).length > 0;
  return known({
    usageDetails: hasCounts ? counts : undefined,
    usageConvention: hasCounts ? "inclusive" : undefined,
    usageSource: hasCounts ? "client" : undefined,
    givenCost: costs,
  });
}

function addParts(
  counts: Record<string, number>,
  names: Readonly<Record<string, string>>,
  details: unknown,
): void {
  for (const [key, value] of Object.entries(recordOf(details))) {
    const name = Object.hasOwn(names, key) ? names[key] : undefined;
    if (name !== undefined && isTokenCount(value)) counts[name] = value;
  }
}
