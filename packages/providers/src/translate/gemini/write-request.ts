import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallToTranslate } from "../../translator.ts";
import { narrowSchema, type SchemaRules } from "../narrow-schema.ts";
import { chatFields, checkFields, fieldRules } from "../openai/check-fields.ts";
import { type Effort, readEffort, readFormat, readTools, type Tools } from "../openai/read-tools.ts";
import { type Json, maxTokensIn, numberIn, present, stopsIn } from "../openai/read-values.ts";
import { refuse } from "../refuse.ts";
import { needsSignatures, writeContents } from "./write-contents.ts";

const rules = fieldRules("Gemini", [
  ...chatFields,
  "presence_penalty",
  "frequency_penalty",
  "safety_settings",
  "cached_content",
]);

/**
 * A chat call as a body for :generateContent. Left out, because no answer depends on it: `detail` of
 * images, names of files, `cache_control` (Gemini caches by itself), `strict` of tools, and what
 * `check-fields` lists. The efforts xhigh and max are Gemini's highest.
 */
export function writeRequest({ body }: CallToTranslate, replica: Replica): Record<string, unknown> {
  checkFields(body, rules);
  const { system, contents } = writeContents(body, replica.model);
  const tools = readTools(body);
  const hasTools = tools.tools.length > 0;
  if (hasTools && !tools.parallel) refuse("parallel_tool_calls", "cannot be false for Gemini.");
  const config = writeConfig(body, replica.model);
  return present({
    contents,
    systemInstruction: system.length === 0 ? undefined : { parts: system },
    tools: hasTools ? [{ functionDeclarations: writeTools(tools) }] : undefined,
    toolConfig: hasTools ? writeChoice(tools) : undefined,
    generationConfig: Object.keys(config).length === 0 ? undefined : config,
    safetySettings: body.safety_settings ?? undefined,
    cachedContent: body.cached_content ?? undefined,
  });
}

function writeConfig(body: Json, model: string): Record<string, unknown> {
  return present({
    temperature: numberIn(body, "temperature", { min: 0, max: 2 }),
    topP: numberIn(body, "top_p", { min: 0, max: 1 }),
    topK: numberIn(body, "top_k", { min: 0 }),
    maxOutputTokens: maxTokensIn(body),
    stopSequences: stopsIn(body),
    seed: numberIn(body, "seed"),
    presencePenalty: numberIn(body, "presence_penalty"),
    frequencyPenalty: numberIn(body, "frequency_penalty"),
    thinkingConfig: writeThinking(readEffort(body), model),
    ...writeFormat(body),
  });
}

/** What ai.google.dev/gemini-api/docs/structured-output lists; anything else is refused there. */
const schemaRules: SchemaRules = {
  upstream: "Gemini",
  closesObjects: false,
  keeps: new Set([
    "$id",
    "$defs",
    "$ref",
    "$anchor",
    "type",
    "format",
    "title",
    "description",
    "enum",
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "anyOf",
    "oneOf",
    "properties",
    "additionalProperties",
    "required",
    "propertyOrdering",
  ]),
};

function writeFormat(body: Json): Record<string, unknown> {
  const format = readFormat(body);
  if (format.type === "text") return {};
  const responseMimeType = "application/json";
  if (format.type === "json") return { responseMimeType };
  const at = "response_format.json_schema.schema";
  return { responseMimeType, responseJsonSchema: narrowSchema(format.schema, schemaRules, at) };
}

function writeTools({ tools }: Tools): Record<string, unknown>[] {
  return tools.map(({ name, description, schema, at }) =>
    present({
      name,
      description,
      parametersJsonSchema:
        schema === undefined ? undefined : narrowSchema(schema, schemaRules, `${at}.function.parameters`),
    }),
  );
}

function writeChoice({ choice }: Tools): Record<string, unknown> | undefined {
  switch (choice?.type) {
    case undefined:
      return undefined;
    case "auto":
      return { functionCallingConfig: { mode: "AUTO" } };
    case "none":
      return { functionCallingConfig: { mode: "NONE" } };
    case "required":
      return { functionCallingConfig: { mode: "ANY" } };
    case "named":
      return { functionCallingConfig: { mode: "ANY", allowedFunctionNames: [choice.name] } };
  }
}

/** As Google's own OpenAI endpoint maps efforts: ai.google.dev/gemini-api/docs/openai. */
const budgets: Readonly<Record<Exclude<Effort, "none">, number>> = {
  minimal: 1_024,
  low: 1_024,
  medium: 8_192,
  high: 24_576,
  xhigh: 24_576,
  max: 24_576,
};

/** Gemini 3 has levels, before it had budgets. */
function writeThinking(effort: Effort | undefined, model: string): Record<string, unknown> | undefined {
  if (effort === undefined) return undefined;
  const hasLevels = needsSignatures(model);
  if (effort === "none") {
    if (hasLevels) refuse("reasoning_effort", "cannot be none: this model always thinks.");
    return { thinkingBudget: 0 };
  }
  if (!hasLevels) return { thinkingBudget: budgets[effort], includeThoughts: true };
  const level = effort === "xhigh" || effort === "max" ? "high" : effort;
  return { thinkingLevel: level.toUpperCase(), includeThoughts: true };
}
