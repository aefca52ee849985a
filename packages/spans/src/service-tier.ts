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
const parameterNames = ["service_tier", "serviceTier"];
const longestTier = 40;

/** The service tier that a call was billed under, in the provider's word; undefined when nobody says. */
export function serviceTierOf(fields: SpanFields): string | undefined {
  for (const name of attributeNames) {
    const tier = fields.attributes?.[name] ?? fields.metadata?.[name];
    if (tier !== undefined && isTier(tier)) return tier;
  }
  const { modelParameters } = fields;
  if (modelParameters === undefined || !/service_?tier/i.test(modelParameters)) return undefined;
  const parameters = tryParseJson(modelParameters);
  if (!isRecord(parameters)) return undefined;
  return parameterNames.map((name) => parameters[name]).find(isTier);
}

function isTier(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value !== "auto" && value.length <= longestTier;
}
