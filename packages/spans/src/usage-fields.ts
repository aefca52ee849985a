import type { SpanFields } from "@plumbline/contracts/events";
import { cleanText } from "./clean-text.ts";
import { decimalText } from "./decimal.ts";
import { readGeminiUsage } from "./gemini-usage.ts";
import { isRecord } from "./parsed-json.ts";
import { safeRecord } from "./safe-record.ts";
import { tokenCount } from "./token-count.ts";

type UsageFields = Pick<SpanFields, "usageDetails" | "usageConvention">;

/** Shapes that OpenAI's APIs return; their details are parts of the counts beside them. */
const openAiShapes = [
  {
    input: "prompt_tokens",
    output: "completion_tokens",
    total: "total_tokens",
    inputDetails: "prompt_tokens_details",
    outputDetails: "completion_tokens_details",
  },
  {
    input: "input_tokens",
    output: "output_tokens",
    total: "total_tokens",
    inputDetails: "input_tokens_details",
    outputDetails: "output_tokens_details",
  },
  // LangChain and LangSmith write the singular.
  {
    input: "input_tokens",
    output: "output_tokens",
    total: "total_tokens",
    inputDetails: "input_token_details",
    outputDetails: "output_token_details",
  },
] as const;

export function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/** Counts from a map of the client's own keys or from what a provider returned; undefined when it has none. */
export function readUsageDetails(value: unknown): UsageFields | undefined {
  if (!isRecord(value)) return undefined;
  const gemini = readGeminiUsage(value);
  if (gemini !== undefined) return { usageDetails: gemini, usageConvention: "inclusive" };
  for (const shape of openAiShapes) {
    const details = [value[shape.inputDetails], value[shape.outputDetails]];
    if (shape.input in value && (shape.input === "prompt_tokens" || details.some(isRecord))) {
      return readOpenAiUsage(value, shape);
    }
  }
  const usageDetails = safeRecord<number>();
  addCounts(usageDetails, "", value);
  addCacheLifetimes(usageDetails, value);
  return Object.keys(usageDetails).length === 0 ? undefined : { usageDetails, usageConvention: "unknown" };
}

/** Anthropic says how long what was written stays in an object of its own, Bedrock in a list. */
function addCacheLifetimes(usageDetails: Record<string, number>, value: Record<string, unknown>): void {
  addCounts(usageDetails, "", value["cache_creation"]);
  const listed = value["cacheDetails"];
  if (!Array.isArray(listed)) return;
  for (const entry of listed) {
    const count = isRecord(entry) ? tokenCount(entry["inputTokens"]) : undefined;
    if (!isRecord(entry) || count === undefined) continue;
    const name = entry["ttl"] === "1h" ? "input_cache_creation_1h" : "input_cache_creation_5m";
    usageDetails[name] = (usageDetails[name] ?? 0) + count;
  }
}

function readOpenAiUsage(
  value: Record<string, unknown>,
  shape: (typeof openAiShapes)[number],
): UsageFields | undefined {
  const names = new Map<string, string>([
    [shape.input, "input"],
    [shape.output, "output"],
    [shape.total, "total"],
  ]);
  const usageDetails = safeRecord<number>();
  for (const [key, entry] of Object.entries(value)) {
    const count = tokenCount(entry);
    if (count !== undefined) usageDetails[names.get(key) ?? cleanText(key)] = count;
  }
  const inputDetails = value[shape.inputDetails];
  addCounts(usageDetails, "input_", inputDetails);
  addCounts(usageDetails, "output_", value[shape.outputDetails]);
  // What was cached has parts of its own in the realtime API.
  if (isRecord(inputDetails)) addCounts(usageDetails, "input_cached_", inputDetails["cached_tokens_details"]);
  addCacheLifetimes(usageDetails, value);
  return { usageDetails, usageConvention: "inclusive" };
}

function addCounts(usageDetails: Record<string, number>, prefix: string, details: unknown): void {
  if (!isRecord(details)) return;
  for (const [key, entry] of Object.entries(details)) {
    const count = tokenCount(entry);
    if (count !== undefined) usageDetails[`${prefix}${cleanText(key)}`] = count;
  }
}

/** Spellings of the parts of a cost. */
const costNames = new Map([
  ["total_cost", "total"],
  ["input_cost", "input"],
  ["output_cost", "output"],
]);

/** USD by part as decimal text. Undefined when nothing is above zero: zero is how clients say "unknown". */
export function readCostDetails(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  const cost = safeRecord<string>();
  let isKnown = false;
  for (const [key, entry] of Object.entries(value)) {
    const text = decimalText(entry);
    if (text === undefined) continue;
    const name = costNames.get(key) ?? cleanText(key);
    cost[name] = text;
    isKnown ||= Number(text) > 0;
  }
  return isKnown ? cost : undefined;
}
