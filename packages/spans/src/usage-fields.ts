import type { SpanFields } from "@plumbline/contracts/events";
import { cleanText } from "./clean-text.ts";
import { decimalText } from "./decimal.ts";
import { isRecord } from "./parsed-json.ts";
import { safeRecord } from "./safe-record.ts";

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

/** Providers put other things beside the counts (a cost, a rate): what is no whole number is no count. */
export function isTokenCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Counts from a map of the client's own keys or from an OpenAI usage object; undefined when it has none. */
export function readUsageDetails(value: unknown): UsageFields | undefined {
  if (!isRecord(value)) return undefined;
  for (const shape of openAiShapes) {
    const details = [value[shape.inputDetails], value[shape.outputDetails]];
    if (shape.input in value && (shape.input === "prompt_tokens" || details.some(isRecord))) {
      return readOpenAiUsage(value, shape);
    }
  }
  const usageDetails = safeRecord<number>();
  let count = 0;
  for (const [key, entry] of Object.entries(value)) {
    if (!isTokenCount(entry)) continue;
    usageDetails[cleanText(key)] = entry;
    count++;
  }
  return count === 0 ? undefined : { usageDetails, usageConvention: "unknown" };
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
    if (isTokenCount(entry)) usageDetails[names.get(key) ?? cleanText(key)] = entry;
  }
  addDetails(usageDetails, "input_", value[shape.inputDetails]);
  addDetails(usageDetails, "output_", value[shape.outputDetails]);
  return { usageDetails, usageConvention: "inclusive" };
}

function addDetails(usageDetails: Record<string, number>, prefix: string, details: unknown): void {
  if (!isRecord(details)) return;
  for (const [key, entry] of Object.entries(details)) {
    if (isTokenCount(entry)) usageDetails[`${prefix}${cleanText(key)}`] = entry;
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
