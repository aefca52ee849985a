import type { SpanFields } from "@plumbline/contracts/events";
import { settleUsage } from "@plumbline/spans/settle-usage";
import { countableText } from "./countable-text.ts";
import { encodingOfModel } from "./encoding-of-model.ts";
import type { CountedSide, TokenCounter } from "./token-counter.ts";

/** What the frame of a message and the start of the answer cost in OpenAI's chat format. */
const tokensPerMessage = 3;
const tokensOfAnswerStart = 3;

interface Missing {
  fields: SpanFields;
  sides: Array<{ name: "input" | "output"; side: CountedSide; frame: number }>;
}

/**
 * Counts the tokens of ended model calls that came with neither usage nor a cost and did not fail, when
 * the model's tokenizer is known and all they hold is text. Writes the counts into the fields and says
 * that they are ours. The same fields always give the same counts.
 */
export async function countMissingUsage(counter: TokenCounter, spans: Iterable<SpanFields>): Promise<void> {
  const missing: Missing[] = [];
  for (const fields of spans) {
    const found = findMissing(fields);
    if (found !== null) missing.push(found);
  }
  if (missing.length === 0) return;
  const counts = await counter.count(missing.flatMap(({ sides }) => sides.map(({ side }) => side)));
  let next = 0;
  for (const { fields, sides } of missing) {
    const usageDetails: Record<string, number> = Object.create(null);
    for (const { name, frame } of sides) {
      const count = counts[next++] ?? null;
      if (count !== null) usageDetails[name] = count + frame;
    }
    if (Object.keys(usageDetails).length === 0) continue;
    fields.usageDetails = usageDetails;
    fields.usageConvention = "inclusive";
    fields.usageSource = "ours";
  }
}

function findMissing(fields: SpanFields): Missing | null {
  const { kind, level, endTimeUs } = fields;
  if ((kind !== "GENERATION" && kind !== "EMBEDDING") || level === "ERROR" || endTimeUs === undefined)
    return null;
  if (fields.repeatsCall === true || fields.givenCost !== undefined || hasUsage(fields)) return null;
  const encoding = encodingOfModel(fields.modelUsed ?? fields.modelRequested ?? "");
  if (encoding === null) return null;
  const input = countableText(fields.input);
  // The answer of an embedding is numbers, which nobody bills.
  const output = kind === "EMBEDDING" ? countableText("") : countableText(fields.output);
  if (input === null || output === null) return null;
  for (const text of [fields.systemInstructions, fields.toolDefinitions]) {
    if (text !== undefined) input.texts.push(text);
  }
  const sides: Missing["sides"] = [];
  if (input.texts.length > 0) {
    const frame = input.messages === 0 ? 0 : input.messages * tokensPerMessage + tokensOfAnswerStart;
    sides.push({ name: "input", side: { encoding, texts: input.texts }, frame });
  }
  if (output.texts.length > 0) {
    sides.push({ name: "output", side: { encoding, texts: output.texts }, frame: 0 });
  }
  return sides.length === 0 ? null : { fields, sides };
}

function hasUsage({ usageDetails, usageConvention }: SpanFields): boolean {
  if (usageDetails === undefined) return false;
  return Object.keys(settleUsage(usageDetails, usageConvention)).length > 0;
}
