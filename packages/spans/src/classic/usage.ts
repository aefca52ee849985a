import type { SpanFields } from "@plumbline/contracts/events";
import { isRecord } from "../parsed-json.ts";
import { safeRecord } from "../safe-record.ts";
import { isTokenCount } from "../token-count.ts";
import { isAmount, readCostDetails, readUsageDetails } from "../usage-fields.ts";
import { sourceOfMap } from "../usage-source.ts";
import { Body } from "./body.ts";

/** The older form of usage under both of its spellings. */
const legacyCounts = [
  ["input", "input"],
  ["promptTokens", "input"],
  ["output", "output"],
  ["completionTokens", "output"],
  ["total", "total"],
  ["totalTokens", "total"],
] as const;
const legacyCosts = ["inputCost", "outputCost", "totalCost"] as const;
const totalNames = ["total", "total_tokens", "totalTokens"];

/** `usageDetails` wins over the older `usage`, which may still tell the total that settles how it counts. */
export function addClassicUsage(body: Body, fields: SpanFields): void {
  const legacy = body.record("usage");
  const details = body.record("usageDetails");
  if (legacy !== undefined) addLegacyUsage(legacy, fields);
  if (details !== undefined) {
    checkNumbers(new Body(details, "body.usageDetails."), details);
    const read = readUsageDetails(details);
    const legacyTotal = fields.usageDetails?.["total"];
    if (read?.usageDetails !== undefined) {
      const { usageDetails } = read;
      if (legacyTotal !== undefined && !totalNames.some((name) => name in usageDetails)) {
        usageDetails["total"] = legacyTotal;
      }
      Object.assign(fields, read);
    }
  }
  const costDetails = body.record("costDetails");
  if (costDetails !== undefined) {
    checkNumbers(new Body(costDetails, "body.costDetails."), costDetails);
    const givenCost = readCostDetails(costDetails);
    if (givenCost !== undefined) fields.givenCost = givenCost;
  }
  if (fields.usageDetails !== undefined) fields.usageSource = sourceOfMap(fields);
}

function addLegacyUsage(usage: Record<string, unknown>, fields: SpanFields): void {
  const body = new Body(usage, "body.usage.");
  if (isTokenCount(usage["prompt_tokens"]) || isTokenCount(usage["input_tokens"])) {
    Object.assign(fields, readUsageDetails(usage));
  } else {
    const unit = body.text("unit")?.toLowerCase() ?? "tokens";
    const counts = safeRecord<number>();
    for (const [name, part] of legacyCounts) {
      const count = body.value(name);
      if (count === undefined || part in counts) continue;
      if (!isAmount(count)) throw body.problem(name, "a number that is not negative");
      if (!isTokenCount(count)) continue;
      // Characters, seconds or images are no tokens and must not be billed as such.
      counts[unit === "tokens" ? part : `${part}_${unit}`] = count;
    }
    if (Object.keys(counts).length > 0) {
      fields.usageDetails = counts;
      fields.usageConvention = "unknown";
    }
  }
  const costs = safeRecord<unknown>();
  for (const name of legacyCosts) costs[name.slice(0, -"Cost".length)] = body.value(name);
  const givenCost = readCostDetails(costs);
  if (givenCost !== undefined) fields.givenCost = givenCost;
}

/** Details of OpenAI's shapes are objects of their own. */
function checkNumbers(body: Body, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || isAmount(value)) continue;
    if (isRecord(value) && name.endsWith("_details")) continue;
    throw body.problem(name, "a number that is not negative");
  }
}
