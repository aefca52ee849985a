import type { SpanFields } from "@plumbline/contracts/events";
import { isRecord, tryParseJson } from "./parsed-json.ts";

/** What served the call, before what was asked for: "auto" is only known afterwards. */
const attributeNames = [
  "openai.response.service_tier",
  "gen_ai.openai.response.service_tier",
  "gen_ai.response.service_tier",
  "gen_ai.usage.service_tier",
  "openai.request.service_tier",
  "gen_ai.openai.request.service_tier",
  "gen_ai.request.service_tier",
];
/** Anthropic's fast mode is a speed. */
const parameterNames = ["speed", "service_tier", "serviceTier"];
const longestTier = 40;

/** The service tier that a call was billed under, in the provider's word; undefined when nobody says. */
export function serviceTierOf(fields: SpanFields): string | undefined {
  for (const name of attributeNames) {
    const tier = fields.attributes?.[name] ?? fields.metadata?.[name];
    if (tier !== undefined && isTier(tier)) return tier;
  }
  const told = tierInProviderMetadata(fields.attributes?.["ai.response.providerMetadata"]);
  if (told !== undefined) return told;
  const { modelParameters } = fields;
  if (modelParameters === undefined || !/service_?tier|"speed"/i.test(modelParameters)) return undefined;
  const parameters = tryParseJson(modelParameters);
  if (!isRecord(parameters)) return undefined;
  return parameterNames.map((name) => parameters[name]).find(isTier);
}

/** AI SDK hands on what a provider says beside the answer: its own field, or the provider's raw usage. */
function tierInProviderMetadata(text: string | undefined): string | undefined {
  if (text === undefined || !/service_?tier/i.test(text)) return undefined;
  const metadata = tryParseJson(text);
  if (!isRecord(metadata)) return undefined;
  for (const said of Object.values(metadata)) {
    if (!isRecord(said)) continue;
    const usage = isRecord(said["usage"]) ? said["usage"] : {};
    const tier = [said["serviceTier"], usage["service_tier"]].find(isTier);
    if (tier !== undefined) return tier;
  }
  return undefined;
}

function isTier(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value !== "auto" && value.length <= longestTier;
}
