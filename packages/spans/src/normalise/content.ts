import type { SpanFields } from "@plumbline/contracts/events";
import { valueText } from "../clean-text.ts";
import { slotOf } from "../conventions/table.ts";
import { addMetadataTexts } from "../metadata.ts";
import { type AttributeValue, attributeJson, attributeText, JsonText } from "../otlp/raw-span.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";
import { safeRecord } from "../safe-record.ts";
import type { Claims } from "./claims.ts";

const slot = {
  input: slotOf("input"),
  output: slotOf("output"),
  traceInput: slotOf("traceInput"),
  traceOutput: slotOf("traceOutput"),
  systemInstructions: slotOf("systemInstructions"),
  toolDefinitions: slotOf("toolDefinitions"),
  metadata: slotOf("metadata"),
  traceMetadata: slotOf("traceMetadata"),
  modelParameters: slotOf("modelParameters"),
};

export function addContent(claims: Claims, fields: SpanFields): void {
  const input = claims.text(slot.input);
  if (input !== undefined) fields.input = input;
  const output = claims.text(slot.output);
  if (output !== undefined) fields.output = output;
  const traceInput = claims.text(slot.traceInput);
  if (traceInput !== undefined) fields.traceInput = traceInput;
  const traceOutput = claims.text(slot.traceOutput);
  if (traceOutput !== undefined) fields.traceOutput = traceOutput;
  const systemInstructions = claims.text(slot.systemInstructions);
  if (systemInstructions !== undefined) fields.systemInstructions = systemInstructions;
  const toolDefinitions = claims.text(slot.toolDefinitions);
  if (toolDefinitions !== undefined) fields.toolDefinitions = toolDefinitions;
}

export function addMetadata(claims: Claims, fields: SpanFields): void {
  const metadata = mergeMetadata(claims.text(slot.metadata), claims.metadata);
  if (metadata !== undefined) fields.metadata = metadata;
  const traceMetadata = mergeMetadata(claims.text(slot.traceMetadata), claims.traceMetadata);
  if (traceMetadata !== undefined) fields.traceMetadata = traceMetadata;
}

/** A map given whole as JSON is spread over its keys; entries that came by their own key win. */
function mergeMetadata(
  whole: string | undefined,
  entries: Record<string, string> | undefined,
): Record<string, string> | undefined {
  if (whole === undefined) return entries;
  const merged = safeRecord<string>();
  try {
    addMetadataTexts(merged, tryParseJson(whole) ?? whole);
  } catch {
    // Nested too deeply to be written again: kept as it came.
    merged["metadata"] = whole;
  }
  return Object.assign(merged, entries);
}

/** A JSON object given whole beats single request parameters; those then stay among the attributes. */
export function addModelParameters(claims: Claims, fields: SpanFields): void {
  const whole = claims.text(slot.modelParameters);
  const isObject = whole !== undefined && isRecord(tryParseJson(whole));
  if (isObject) fields.modelParameters = whole;
  else claims.giveBack(slot.modelParameters);
  const single = claims.modelParameters;
  if (single.length === 0) return;
  if (isObject) for (const [name, value] of single) claims.keep(`gen_ai.request.${name}`, value);
  else fields.modelParameters = parametersJson(single);
}

function parametersJson(parameters: readonly [string, AttributeValue][]): string {
  const entries = parameters.map(([name, value]) => `${JSON.stringify(name)}:${attributeJson(value)}`);
  return `{${entries.join(",")}}`;
}

/** An array, JSON text of an array, or texts between commas. */
export function textList(value: AttributeValue): string[] {
  const text = attributeText(value);
  const parsed = value instanceof JsonText || text.startsWith("[") ? tryParseJson(text) : undefined;
  const items = Array.isArray(parsed) ? parsed.map(itemText) : text.split(",").map((item) => item.trim());
  return items.filter((item) => item !== "");
}

function itemText(item: unknown): string {
  return typeof item === "object" ? "" : valueText(item);
}
