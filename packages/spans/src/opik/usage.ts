import type { SpanFields } from "@plumbline/contracts/events";
import { known, recordOf } from "../doors/values.ts";
import { safeRecord } from "../safe-record.ts";
import { isTokenCount } from "../token-count.ts";
import { readCostDetails } from "../usage-fields.ts";

const names: Readonly<Record<string, string>> = {
  prompt_tokens: "input",
  completion_tokens: "output",
  total_tokens: "total",
};
const details = /^(prompt|input|completion|output)_tokens_details\.(.+)$/;
const original = "original_usage.";

/** A flat map of counts: OpenAI's names, and what the provider said itself under "original_usage.". */
export function readOpikUsage(usage: unknown, cost: unknown): SpanFields {
  const counts = safeRecord<number>();
  for (const [key, value] of Object.entries(recordOf(usage))) {
    if (!isTokenCount(value)) continue;
    const name = key.startsWith(original) ? key.slice(original.length) : key;
    const [, side, part] = details.exec(name) ?? [];
    if (part !== undefined)
      counts[`${side === "prompt" || side === "input" ? "input" : "output"}_${part}`] = value;
    else if (Object.hasOwn(names, name)) counts[names[name] ?? name] ??= value;
    else if (!/^(?:input|output)_tokens$/.test(name) || !key.startsWith(original)) counts[name] = value;
  }
  const isKnown = Object.keys(counts).length > 0;
  return known({
    usageDetails: isKnown ? counts : undefined,
    usageConvention: isKnown ? "unknown" : undefined,
    usageSource: isKnown ? "client" : undefined,
    givenCost: readCostDetails({ total: cost }),
  });
}
