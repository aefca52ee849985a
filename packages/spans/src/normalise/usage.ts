import type { SpanFields } from "@plumbline/contracts/events";
import { cleanText } from "../clean-text.ts";
import { slotOf } from "../conventions/table.ts";
import { decimalText } from "../decimal.ts";
import { attributeText } from "../otlp/raw-span.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";
import { safeRecord } from "../safe-record.ts";
import { isTokenCount, tokenCount } from "../token-count.ts";
import { readCostDetails, readUsageDetails } from "../usage-fields.ts";
import { mayEstimate, sourceOfMap } from "../usage-source.ts";
import type { Claims } from "./claims.ts";
import { typedValue } from "./langwatch.ts";

const usageDetailsSlot = slotOf("usageDetails");
const costDetailsSlot = slotOf("costDetails");
const costTotalSlot = slotOf("costTotal");
const detailSlots = [
  { slot: slotOf("usageInputDetails"), prefix: "input_" },
  { slot: slotOf("usageOutputDetails"), prefix: "output_" },
] as const;
const providerMetadataSlot = slotOf("providerMetadata");

const countSlots: readonly { slot: number; name: string }[] = [
  { slot: slotOf("usageInput"), name: "input" },
  { slot: slotOf("usageOutput"), name: "output" },
  { slot: slotOf("usageTotal"), name: "total" },
  { slot: slotOf("usageCacheRead"), name: "input_cached_tokens" },
  { slot: slotOf("usageCacheWrite"), name: "input_cache_creation" },
  { slot: slotOf("usageCacheWrite5m"), name: "input_cache_creation_5m" },
  { slot: slotOf("usageCacheWrite1h"), name: "input_cache_creation_1h" },
  { slot: slotOf("usageReasoning"), name: "output_reasoning_tokens" },
  { slot: slotOf("usageInputAudio"), name: "input_audio_tokens" },
  { slot: slotOf("usageOutputAudio"), name: "output_audio_tokens" },
];

/** A map that the client gave whole beats single counts; those then stay among the attributes. */
export function addUsage(claims: Claims, scopeName: string, fields: SpanFields): void {
  const text = claims.text(usageDetailsSlot);
  const given = text === undefined ? undefined : readUsageDetails(typedValue(text) ?? tryParseJson(text));
  if (text !== undefined && given === undefined) claims.giveBack(usageDetailsSlot);
  let counts: Record<string, number> | undefined;
  for (const { slot, name } of countSlots) {
    const role = claims.role(slot);
    if (role === null) continue;
    const count = tokenCount(attributeText(claims.value(slot)));
    if (given !== undefined || count === undefined) {
      claims.giveBack(slot);
      continue;
    }
    counts ??= safeRecord();
    counts[name] = count;
    fields.usageConvention = role.row.counts ?? "unknown";
  }
  if (counts !== undefined) addProviderCounts(claims, counts);
  addDetailMaps(claims, counts);
  if (given !== undefined) {
    fields.usageDetails = given.usageDetails;
    fields.usageConvention = given.usageConvention;
    fields.usageSource = sourceOfMap(given);
  } else if (counts !== undefined) {
    fields.usageDetails = counts;
    // The conventions define their counts as what the provider reported.
    fields.usageSource = mayEstimate(scopeName) ? "client" : "provider";
  }
}

/** AI SDK 6 and later say so which part of the input was not cached; their input is the whole. */
const freshInputKey = "ai.usage.inputTokenDetails.noCacheTokens";

/**
 * What AI SDK tells of Anthropic's cache beside its own counts, on Bedrock too: writes, and their lifetimes.
 * Up to version 5 its input, and the total that it adds up itself, leave out what the cache holds.
 */
function addProviderCounts(claims: Claims, counts: Record<string, number>): void {
  const text = claims.text(providerMetadataSlot);
  if (text === undefined || !/"(?:anthropic|bedrock)"/.test(text)) return;
  const parsed = tryParseJson(text);
  const metadata = isRecord(parsed) ? parsed : {};
  const said = [metadata["anthropic"], metadata["bedrock"]].find(isRecord);
  if (said === undefined) return;
  const usage = isRecord(said["usage"]) ? said["usage"] : {};
  const lifetimes = isRecord(usage["cache_creation"]) ? usage["cache_creation"] : {};
  const found: [string, unknown][] = [
    [
      "input_cache_creation",
      said["cacheCreationInputTokens"] ??
        usage["cache_creation_input_tokens"] ??
        usage["cacheWriteInputTokens"],
    ],
    [
      "input_cached_tokens",
      said["cacheReadInputTokens"] ?? usage["cache_read_input_tokens"] ?? usage["cacheReadInputTokens"],
    ],
    ["input_cache_creation_5m", lifetimes["ephemeral_5m_input_tokens"]],
    ["input_cache_creation_1h", lifetimes["ephemeral_1h_input_tokens"]],
  ];
  for (const [name, count] of found) if (isTokenCount(count)) counts[name] ??= count;
  const isRaw = isRecord(said["usage"]) || said["cacheReadInputTokens"] !== undefined;
  if (isRaw && claims.attributes?.[freshInputKey] === undefined)
    addCacheBeside(counts, usage["input_tokens"]);
}

/** `rawInput` is the provider's own count: when the SDK's is another, it holds the cache already. */
function addCacheBeside(counts: Record<string, number>, rawInput: unknown): void {
  const { input, total } = counts;
  if (input === undefined || (isTokenCount(rawInput) && rawInput !== input)) return;
  const beside = (counts["input_cached_tokens"] ?? 0) + (counts["input_cache_creation"] ?? 0);
  counts["input"] = input + beside;
  if (total !== undefined && total === input + (counts["output"] ?? 0)) counts["total"] = total + beside;
}

/** Parts of input and output in a map each, as LangSmith writes them beside the counts. */
function addDetailMaps(claims: Claims, counts: Record<string, number> | undefined): void {
  for (const { slot, prefix } of detailSlots) {
    const text = claims.text(slot);
    if (text === undefined) continue;
    const parsed = tryParseJson(text);
    if (counts === undefined || !isRecord(parsed)) {
      claims.giveBack(slot);
      continue;
    }
    for (const [key, count] of Object.entries(parsed)) {
      if (isTokenCount(count)) counts[`${prefix}${cleanText(key)}`] ??= count;
    }
  }
}

/** LangWatch writes a cost among its counts. */
function measuredCost(claims: Claims): string | undefined {
  if (claims.role(usageDetailsSlot)?.row.generation !== "langwatch") return undefined;
  const metrics = typedValue(claims.text(usageDetailsSlot) ?? "");
  const cost = isRecord(metrics) ? metrics["cost"] : undefined;
  return typeof cost === "number" ? decimalText(cost) : undefined;
}

export function addGivenCost(claims: Claims, fields: SpanFields): void {
  const text = claims.text(costDetailsSlot);
  const given = text === undefined ? undefined : readCostDetails(tryParseJson(text));
  if (given !== undefined) {
    fields.givenCost = given;
    claims.giveBack(costTotalSlot);
    return;
  }
  claims.giveBack(costDetailsSlot);
  const total = decimalText(claims.text(costTotalSlot) ?? measuredCost(claims));
  if (total !== undefined && Number(total) > 0) {
    fields.givenCost = safeRecord();
    fields.givenCost["total"] = total;
  } else claims.giveBack(costTotalSlot);
}
