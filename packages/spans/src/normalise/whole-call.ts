import type { SpanFields } from "@plumbline/contracts/events";
import { cleanText, writableText } from "../clean-text.ts";
import type { Generation } from "../conventions/row.ts";
import { slotOf } from "../conventions/table.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";
import { readUsageDetails } from "../usage-fields.ts";
import type { Claims } from "./claims.ts";
import { providerName } from "./provider.ts";
import { unquoted } from "./unquoted.ts";

const inputSlot = slotOf("input");
const outputSlot = slotOf("output");
const genkitName = slotOf("genkitName");
const messageFormat = slotOf("messageFormat");

type Json = Record<string, unknown>;

/**
 * Genkit, Google's ADK and MLflow write a model's whole request and whole answer as one JSON text each. What
 * the answer says of its tokens is the provider's word and goes before counts that were copied from it in part.
 */
export function addWholeCall(claims: Claims, fields: SpanFields): void {
  if (fields.kind !== "GENERATION" && fields.kind !== "EMBEDDING") return;
  addName(claims, fields);
  const request = bodyOf(claims, inputSlot);
  if (request !== null) addRequest(request, fields);
  const answer = bodyOf(claims, outputSlot);
  if (answer !== null) addAnswer(answer, fields);
  const format = unquoted(claims.text(messageFormat) ?? "").toLowerCase();
  if (apis.has(format)) fields.provider ??= providerName(format);
}

/** MLflow names the API whose request it wrote; some names are of frameworks. */
const apis: ReadonlySet<string> = new Set(["openai", "anthropic", "gemini", "bedrock", "groq", "mistral"]);

const writers: ReadonlySet<Generation> = new Set(["genkit", "google-adk", "mlflow"]);

function bodyOf(claims: Claims, slot: number): Json | null {
  const generation = claims.role(slot)?.row.generation;
  if (generation === undefined || !writers.has(generation)) return null;
  const parsed = tryParseJson(claims.text(slot) ?? "");
  return isRecord(parsed) ? parsed : null;
}

/** Genkit names its models "openai/gpt-4o-mini": the plugin that calls, and the model. */
function addName(claims: Claims, fields: SpanFields): void {
  const name = claims.text(genkitName);
  if (name === undefined || fields.modelRequested !== undefined) return;
  const cut = name.indexOf("/");
  fields.modelRequested = name.slice(cut + 1);
  if (cut > 0) fields.provider ??= providerName(name.slice(0, cut));
}

function addRequest(request: Json, fields: SpanFields): void {
  const config = isRecord(request["config"]) ? request["config"] : request;
  const system =
    config["systemInstruction"] ??
    config["system_instruction"] ??
    request["instructions"] ??
    request["system"];
  if (system !== undefined) give(fields, "systemInstructions", writableText(system));
  const tools = config["tools"] ?? request["tools"];
  if (Array.isArray(tools) && tools.length > 0) give(fields, "toolDefinitions", writableText(tools));
  // The whole of what single parameters tell in part.
  const parameters = Object.entries(config).filter(
    ([, value]) => value !== null && (typeof value !== "object" || isTextList(value)),
  );
  const chosen = parameters.filter(([name]) => !contentNames.has(name));
  give(fields, "modelRequested", textOf(request["model"]));
  if (chosen.length > 0) fields.modelParameters = JSON.stringify(Object.fromEntries(chosen));
}

const contentNames: ReadonlySet<string> = new Set([
  "systemInstruction",
  "system_instruction",
  "instructions",
  "system",
  "model",
  "input",
  "prompt",
  "messages",
  "contents",
]);

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function addAnswer(answer: Json, fields: SpanFields): void {
  const raw = isRecord(answer["raw"]) ? answer["raw"] : {};
  const usage =
    readUsageDetails(answer["usageMetadata"] ?? answer["usage_metadata"]) ??
    readUsageDetails(raw["usageMetadata"] ?? raw["usage"]) ??
    readUsageDetails(tokensOnly(answer["usage"])) ??
    readUsageDetails(answer["usage"]);
  if (usage !== undefined) {
    fields.usageDetails = usage.usageDetails;
    fields.usageConvention = usage.usageConvention;
    fields.usageSource = "provider";
  }
  give(
    fields,
    "modelUsed",
    textOf(raw["model"] ?? raw["modelVersion"] ?? answer["modelVersion"] ?? answer["model"]),
  );
  give(fields, "responseId", textOf(raw["id"] ?? raw["responseId"] ?? answer["responseId"] ?? answer["id"]));
  const reason = textOf(answer["finishReason"] ?? answer["finish_reason"]);
  if (reason !== undefined) fields.finishReasons ??= [reason.toLowerCase()];
}

/** What an attribute of its own said goes before it. */
function give(
  fields: SpanFields,
  name: "systemInstructions" | "toolDefinitions" | "modelRequested" | "modelUsed" | "responseId",
  text: string | undefined,
): void {
  if (text !== undefined) fields[name] ??= text;
}

/** Genkit counts characters and pictures beside the tokens. */
function tokensOnly(value: unknown): unknown {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name.endsWith("Tokens")));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? cleanText(value) : undefined;
}
