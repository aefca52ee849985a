import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { isObject } from "../../read-usage.ts";
import type { CallToTranslate } from "../../translator.ts";
import { isAbsent, type Json, listIn, numberIn, objectIn, present, textIn } from "../openai/read-values.ts";
import { refuse } from "../refuse.ts";
import { writeTurns } from "./write-turns.ts";

const said: ReadonlySet<string> = new Set([
  "model",
  "messages",
  "system",
  "stream",
  "max_tokens",
  "temperature",
  "top_p",
  "stop_sequences",
  "tools",
  "tool_choice",
  "metadata",
  "thinking",
  "output_config",
  // OpenAI caches by itself, and tells its service tiers apart by other names.
  "cache_control",
  "service_tier",
]);

/**
 * A call of Anthropic's /v1/messages as a body for chat/completions. Left out, because no answer depends on
 * it: `cache_control`, `service_tier`, and thoughts of earlier turns, which OpenAI's dialect cannot give back.
 */
export function writeChatRequest(
  { body, stream }: CallToTranslate,
  replica: Replica,
): Record<string, unknown> {
  for (const [name, value] of Object.entries(body)) {
    if (!isAbsent(value) && !said.has(name))
      refuse(name, "cannot be said to an upstream of OpenAI's dialect.");
  }
  const limit = numberIn(body, "max_tokens", { min: 1 });
  const isOpenai = replica.kind === "openai" || replica.kind === "azure";
  const tools = writeTools(body);
  return present({
    model: replica.model,
    messages: writeTurns(body),
    ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
    // OpenAI's own newer models refuse the older name; other servers may not know the newer.
    max_completion_tokens: isOpenai ? limit : undefined,
    max_tokens: isOpenai ? undefined : limit,
    temperature: numberIn(body, "temperature"),
    top_p: numberIn(body, "top_p"),
    stop:
      Array.isArray(body.stop_sequences) && body.stop_sequences.length > 0 ? body.stop_sequences : undefined,
    tools,
    ...(tools === undefined ? {} : writeChoice(body.tool_choice)),
    user: isObject(body.metadata) ? textIn(body.metadata, "user_id") : undefined,
    reasoning_effort: writeEffort(body),
    response_format: writeFormat(body),
  });
}

function writeTools(body: Json): Record<string, unknown>[] | undefined {
  const tools = listIn(body.tools);
  if (tools.length === 0) return undefined;
  return tools.map((tool, index) => {
    if (!isAbsent(tool.type) && tool.type !== "custom") {
      refuse(`tools[${index}].type`, "is a tool of Anthropic's own, which this upstream does not have.");
    }
    const { name, description, input_schema: parameters, strict } = tool;
    return { type: "function", function: present({ name, description, parameters, strict }) };
  });
}

function writeChoice(choice: unknown): Record<string, unknown> {
  if (!isObject(choice)) return {};
  const parallel = choice.disable_parallel_tool_use === true ? { parallel_tool_calls: false } : {};
  switch (choice.type) {
    case "auto":
      return { tool_choice: "auto", ...parallel };
    case "any":
      return { tool_choice: "required", ...parallel };
    case "none":
      return { tool_choice: "none" };
    case "tool":
      return { tool_choice: { type: "function", function: { name: choice.name } }, ...parallel };
    default:
      refuse("tool_choice.type", "is none of auto, any, none and tool.");
  }
}

/** An effort where one is named, else one that fits the budget; thinking that is off or adaptive needs no word. */
function writeEffort(body: Json): string | undefined {
  const effort = objectIn(body, "output_config")?.effort;
  if (typeof effort === "string") return effort;
  const thinking = objectIn(body, "thinking");
  const budget = thinking?.type === "enabled" ? thinking.budget_tokens : undefined;
  if (typeof budget !== "number") return undefined;
  if (budget < 4_096) return "low";
  return budget < 16_384 ? "medium" : "high";
}

function writeFormat(body: Json): Record<string, unknown> | undefined {
  const config = objectIn(body, "output_config");
  const format = config === undefined ? undefined : objectIn(config, "format");
  if (format === undefined) return undefined;
  if (format.type !== "json_schema") refuse("output_config.format.type", "is not json_schema.");
  return { type: "json_schema", json_schema: { name: "answer", strict: true, schema: format.schema } };
}
