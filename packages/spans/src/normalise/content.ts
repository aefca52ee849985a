import type { SpanFields } from "@plumbline/contracts/events";
import { valueText, writableText } from "../clean-text.ts";
import { slotOf } from "../conventions/table.ts";
import { addMetadataTexts } from "../metadata.ts";
import { type AttributeValue, attributeJson, attributeText, JsonText } from "../otlp/raw-span.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";
import { safeRecord } from "../safe-record.ts";
import type { Claims, ModelParameter } from "./claims.ts";
import { typedText } from "./langwatch.ts";
import { parsedItems } from "./list-entries.ts";
import { withoutVectors } from "./media.ts";
import { langchainProvider } from "./provider.ts";
import { unquoted } from "./unquoted.ts";

const slot = {
  input: slotOf("input"),
  output: slotOf("output"),
  outputToolCalls: slotOf("outputToolCalls"),
  outputReasoning: slotOf("outputReasoning"),
  agentRun: slotOf("agentRun"),
  traceInput: slotOf("traceInput"),
  traceOutput: slotOf("traceOutput"),
  systemInstructions: slotOf("systemInstructions"),
  toolDefinitions: slotOf("toolDefinitions"),
  metadata: slotOf("metadata"),
  traceMetadata: slotOf("traceMetadata"),
  modelParameters: slotOf("modelParameters"),
};

export function addContent(claims: Claims, fields: SpanFields): void {
  const input = contentText(claims, slot.input) ?? claims.text(slot.agentRun);
  if (input !== undefined) fields.input = input;
  addOutput(claims, fields);
  const traceInput = claims.text(slot.traceInput);
  if (traceInput !== undefined) fields.traceInput = traceInput;
  const traceOutput = claims.text(slot.traceOutput);
  if (traceOutput !== undefined) fields.traceOutput = traceOutput;
  const systemInstructions = claims.text(slot.systemInstructions);
  if (systemInstructions !== undefined) {
    const isQuoted = claims.role(slot.systemInstructions)?.row.unit === "quoted";
    fields.systemInstructions = isQuoted ? unquoted(systemInstructions) : systemInstructions;
  }
  if (claims.role(slot.toolDefinitions) !== null) {
    fields.toolDefinitions = parsedItems(claims.value(slot.toolDefinitions));
  }
}

function contentText(claims: Claims, at: number): string | undefined {
  const text = claims.text(at);
  if (text === undefined) return undefined;
  switch (claims.role(at)?.row.generation) {
    case "langwatch":
      return typedText(text);
    case "sentry":
      return joinedTexts(text);
    default:
      return text;
  }
}

/** Sentry writes the texts of several choices as one list. */
function joinedTexts(text: string): string | undefined {
  const parsed = text.startsWith("[") ? tryParseJson(text) : undefined;
  if (!Array.isArray(parsed) || !parsed.every((item) => typeof item === "string")) return text;
  return parsed.join("\n") || undefined;
}

/** Conventions that lay the parts of one answer beside each other. */
const layingBeside: ReadonlySet<string | undefined> = new Set(["ai-sdk", "sentry"]);

function addOutput(claims: Claims, fields: SpanFields): void {
  const output = contentText(claims, slot.output);
  const isEmbedding = fields.kind === "EMBEDDING";
  if (output !== undefined) fields.output = isEmbedding ? textWithoutVectors(output) : output;
  const calls = claims.text(slot.outputToolCalls);
  const reasoning = claims.text(slot.outputReasoning);
  if (calls === undefined && reasoning === undefined) return;
  // Another convention may have said all of it in one message.
  if (output !== undefined && !layingBeside.has(claims.role(slot.output)?.row.generation)) {
    claims.giveBack(slot.outputToolCalls);
    claims.giveBack(slot.outputReasoning);
    return;
  }
  fields.output = assistantMessage(output, calls, reasoning);
}

function assistantMessage(
  text: string | undefined,
  calls: string | undefined,
  reasoning: string | undefined,
): string {
  const parts: unknown[] = [];
  if (reasoning !== undefined) parts.push({ type: "reasoning", text: reasoning });
  if (text !== undefined) parts.push({ type: "text", text });
  const parsed = calls === undefined ? [] : tryParseJson(calls);
  for (const call of Array.isArray(parsed) ? parsed : [calls]) {
    if (isRecord(call)) parts.push({ ...call, type: "tool-call", input: inputOf(call) });
    else if (call !== undefined) parts.push(call);
  }
  return JSON.stringify({ role: "assistant", content: parts });
}

/** The arguments, which some versions write as JSON text. */
function inputOf(call: Record<string, unknown>): unknown {
  const given = call["input"] ?? call["args"];
  return typeof given === "string" ? (tryParseJson(given) ?? given) : given;
}

const shortOutput = 256;

function textWithoutVectors(text: string): string {
  if (text.length < shortOutput) return text;
  const stripped = withoutVectors(tryParseJson(text));
  return stripped === undefined ? text : valueText(stripped.value);
}

export function addMetadata(claims: Claims, fields: SpanFields): void {
  const metadata = mergeMetadata(claims.text(slot.metadata), claims.metadata);
  if (metadata !== undefined) fields.metadata = metadata;
  const traceMetadata = mergeMetadata(claims.text(slot.traceMetadata), claims.traceMetadata);
  if (traceMetadata !== undefined) fields.traceMetadata = traceMetadata;
  const provider = langchainProvider(metadata?.["ls_provider"]);
  if (provider !== undefined) fields.provider ??= provider;
  const feature = metadata?.["feature"] ?? traceMetadata?.["feature"];
  if (feature !== undefined && feature !== "") fields.feature ??= unquoted(feature);
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
  const parsed = whole === undefined ? undefined : tryParseJson(whole);
  const isObject = whole !== undefined && isRecord(parsed);
  if (isObject) fields.modelParameters = addParametersWithContent(parsed, fields) ?? whole;
  else claims.giveBack(slot.modelParameters);
  const single = claims.modelParameters;
  if (single.length === 0) return;
  if (isObject) for (const { key, value } of single) claims.keep(key, value);
  else fields.modelParameters = parametersJson(single);
}

/**
 * OpenInference calls all of a request but its messages parameters. Instructions and tools become what they
 * are elsewhere; undefined when there were none.
 */
function addParametersWithContent(given: Record<string, unknown>, fields: SpanFields): string | undefined {
  const { system, instructions, tools, ...parameters } = given;
  const said = system ?? instructions;
  if (said === undefined && tools === undefined) return undefined;
  const texts = { said: writableText(said ?? ""), tools: writableText(tools ?? "") };
  const rest = writableText(parameters);
  if (texts.said === undefined || texts.tools === undefined || rest === undefined) return undefined;
  if (texts.said !== "") fields.systemInstructions ??= texts.said;
  if (texts.tools !== "") fields.toolDefinitions ??= texts.tools;
  return rest;
}

function parametersJson(parameters: readonly ModelParameter[]): string {
  const entries = parameters.map(({ name, value }) => `${JSON.stringify(name)}:${attributeJson(value)}`);
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
