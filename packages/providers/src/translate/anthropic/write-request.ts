import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallToTranslate } from "../../translator.ts";
import { narrowSchema, type SchemaRules } from "../narrow-schema.ts";
import { chatFields, checkFields, fieldRules } from "../openai/check-fields.ts";
import { type Effort, readEffort, readFormat, readTools, type Tools } from "../openai/read-tools.ts";
import {
  type Json,
  maxTokensIn,
  numberIn,
  objectIn,
  present,
  stopsIn,
  textIn,
} from "../openai/read-values.ts";
import { refuse } from "../refuse.ts";
import { marked, writeMessages } from "./write-messages.ts";

const rules = fieldRules("Anthropic", [...chatFields, "thinking", "cache_control", "service_tier"]);

/** Anthropic demands a limit; this one is within what every model since Claude 3.5 can write. */
const defaultMaxTokens = 8_192;

/** Of models that still take a budget, by effort. Thinking counts towards the limit of the answer. */
const budgets: Readonly<Record<Exclude<Effort, "none">, number>> = {
  minimal: 1_024,
  low: 1_024,
  medium: 4_096,
  high: 16_384,
  xhigh: 24_576,
  max: 31_999,
};

const leastBudget = 1_024;

/**
 * A chat call as a body for /v1/messages. Left out, because no answer depends on it: `seed` (only ever a
 * best effort), `detail` of images, and what `check-fields` lists. `max_tokens` is the replica's limit, or
 * 8,192, where the client names none.
 */
export function writeRequest(call: CallToTranslate, replica: Replica): Record<string, unknown> {
  const { body } = call;
  checkFields(body, rules);
  const conversation = writeMessages(body);
  const tools = readTools(body);
  const limit = maxTokensIn(body);
  const thinking = writeThinking(body, replica.model, limit, conversation.endsWithResults);
  const ownLimit = replica.max_output_tokens ?? defaultMaxTokens + (thinking.budget ?? 0);
  const user = textIn(body, "safety_identifier") ?? textIn(body, "user");
  const outputConfig = present({ effort: thinking.effort, format: writeFormat(body) });
  return present({
    model: replica.model,
    max_tokens: limit ?? ownLimit,
    system: conversation.system.length === 0 ? undefined : conversation.system,
    messages: conversation.messages,
    stream: call.stream ? true : undefined,
    temperature: numberIn(body, "temperature", { min: 0, max: 1 }),
    top_p: numberIn(body, "top_p", { min: 0, max: 1 }),
    top_k: numberIn(body, "top_k", { min: 0 }),
    stop_sequences: stopsIn(body),
    tools: tools.tools.length === 0 ? undefined : writeTools(tools),
    tool_choice: tools.tools.length === 0 ? undefined : writeChoice(tools),
    thinking: thinking.thinking,
    output_config: Object.keys(outputConfig).length === 0 ? undefined : outputConfig,
    metadata: user === undefined ? undefined : { user_id: user },
    cache_control: body.cache_control ?? undefined,
    service_tier: writeTier(body),
  });
}

/** `default` asks for no priority capacity, which Anthropic calls standard_only. */
function writeTier({ service_tier: tier }: Json): string | undefined {
  if (tier === undefined || tier === null) return undefined;
  if (tier === "auto") return "auto";
  if (tier === "default" || tier === "standard_only") return "standard_only";
  refuse("service_tier", "may only be auto or default for Anthropic.");
}

function writeTools({ tools }: Tools): Record<string, unknown>[] {
  return tools.map((tool) => {
    const schema = tool.schema ?? { type: "object", properties: {} };
    const at = `${tool.at}.function.parameters`;
    const input = tool.strict ? narrowSchema(schema, schemaRules, at) : { type: "object", ...schema };
    const body = present({
      name: tool.name,
      description: tool.description,
      input_schema: input,
      strict: tool.strict ? true : undefined,
    });
    return marked(body, tool.cacheControl);
  });
}

function writeChoice({ choice, parallel }: Tools): Record<string, unknown> | undefined {
  const single = parallel ? {} : { disable_parallel_tool_use: true };
  switch (choice?.type) {
    case undefined:
      return parallel ? undefined : { type: "auto", ...single };
    case "auto":
      return { type: "auto", ...single };
    case "none":
      return { type: "none" };
    case "required":
      return { type: "any", ...single };
    case "named":
      return { type: "tool", name: choice.name, ...single };
  }
}

/** What structured outputs take, as platform.claude.com/docs/en/build-with-claude/structured-outputs lists it. */
const schemaRules: SchemaRules = {
  upstream: "Anthropic",
  closesObjects: true,
  keeps: new Set([
    "type",
    "title",
    "description",
    "enum",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "anyOf",
    "oneOf",
    "allOf",
    "$ref",
    "$defs",
    "format",
    "default",
  ]),
  allows: (keyword, value) => {
    if (keyword === "minItems") return value === 0 || value === 1;
    if (keyword === "format") return typeof value === "string" && formats.has(value);
    return true;
  },
};

const formats: ReadonlySet<string> = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "uri",
  "ipv4",
  "ipv6",
  "uuid",
]);

function writeFormat(body: Json): Record<string, unknown> | undefined {
  const format = readFormat(body);
  if (format.type === "text") return undefined;
  if (format.type === "json") {
    refuse("response_format", "asks for JSON of any shape; Anthropic takes a json_schema only.");
  }
  const schema = narrowSchema(format.schema, schemaRules, "response_format.json_schema.schema");
  return { type: "json_schema", schema };
}

interface Thinking {
  thinking?: Record<string, unknown>;
  effort?: string;
  budget?: number;
}

/**
 * From Claude 4.6 on a model thinks as much as it sees fit, steered by an effort; before, it has a budget.
 * `thinking` in Anthropic's own words goes along as it is. A model with a budget does not start to think
 * between its tool calls: it would have to be shown thoughts that OpenAI's clients do not keep.
 */
function writeThinking(body: Json, model: string, limit: number | undefined, isMidTurn: boolean): Thinking {
  const effort = readEffort(body);
  const own = objectIn(body, "thinking");
  if (own !== undefined) {
    const { budget_tokens: budget } = own;
    return { thinking: own, ...(typeof budget === "number" ? { budget } : {}) };
  }
  if (effort === undefined) return {};
  if (effort === "none") return { thinking: { type: "disabled" } };
  if (!takesBudget(model)) {
    return { thinking: { type: "adaptive" }, effort: effort === "minimal" ? "low" : effort };
  }
  if (isMidTurn) return {};
  const budget = Math.min(budgets[effort], limit === undefined ? budgets[effort] : limit - 1);
  if (budget < leastBudget) {
    refuse(
      "reasoning_effort",
      `leaves no room: thinking takes ${leastBudget} tokens of max_tokens at least.`,
    );
  }
  return { thinking: { type: "enabled", budget_tokens: budget }, budget };
}

/** Claude 3 to 4.5, by their names: "claude-3-7-sonnet-…", "claude-opus-4-1-…", "claude-sonnet-4-20250514". */
function takesBudget(model: string): boolean {
  if (/claude-3/.test(model)) return true;
  const version = /claude-(?:opus|sonnet|haiku)-4(?:-(\d{1,2})(?!\d))?/.exec(model);
  return version !== null && Number(version[1] ?? 0) < 6;
}
