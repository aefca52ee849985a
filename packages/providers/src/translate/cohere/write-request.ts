import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallToTranslate } from "../../translator.ts";
import { chatFields, checkFields, fieldRules } from "../openai/check-fields.ts";
import { joinTexts, type Message, type Part, readMessages } from "../openai/read-messages.ts";
import { type Effort, readEffort, readFormat, readTools, type Tools } from "../openai/read-tools.ts";
import { type Json, maxTokensIn, numberIn, present, stopsIn } from "../openai/read-values.ts";
import { refuse } from "../refuse.ts";

const rules = fieldRules("Cohere", [
  ...chatFields,
  "presence_penalty",
  "frequency_penalty",
  "thinking",
  "safety_mode",
  "documents",
  "citation_options",
]);

/**
 * A chat call as a body for Cohere's /v2/chat. Left out, because no answer depends on it: `cache_control`
 * (Cohere caches by itself) and what `check-fields` lists. Thinking is on or off with a budget: minimal and
 * low are 1,024 tokens, medium 8,192, the others have no bound.
 */
export function writeRequest({ body, stream }: CallToTranslate, replica: Replica): Record<string, unknown> {
  checkFields(body, rules);
  const tools = readTools(body);
  if (tools.tools.length > 0 && !tools.parallel) {
    refuse("parallel_tool_calls", "cannot be false for Cohere.");
  }
  return present({
    model: replica.model,
    stream,
    messages: readMessages(body).map(writeMessage),
    ...writeTools(tools),
    response_format: writeFormat(body),
    max_tokens: maxTokensIn(body),
    temperature: numberIn(body, "temperature", { min: 0 }),
    p: writeTopP(body),
    k: numberIn(body, "top_k", { min: 0, max: 500 }),
    seed: numberIn(body, "seed"),
    stop_sequences: stopsIn(body),
    presence_penalty: numberIn(body, "presence_penalty", { min: 0, max: 1 }),
    frequency_penalty: numberIn(body, "frequency_penalty", { min: 0, max: 1 }),
    thinking: body.thinking ?? writeThinking(readEffort(body)),
    safety_mode: body.safety_mode ?? undefined,
    documents: body.documents ?? undefined,
    citation_options: body.citation_options ?? undefined,
  });
}

/** Cohere's range is 0.01 to 0.99, and its default 0.75: the whole range of OpenAI's is said by its ends. */
function writeTopP(body: Json): number | undefined {
  const topP = numberIn(body, "top_p", { min: 0, max: 1 });
  return topP === undefined ? undefined : Math.min(0.99, Math.max(0.01, topP));
}

function writeMessage(message: Message): Record<string, unknown> {
  switch (message.role) {
    case "system":
      return { role: "system", content: joinTexts(message.parts, "Cohere") };
    case "user":
      return { role: "user", content: writeParts(message.parts) };
    case "assistant": {
      const calls = message.toolCalls.map(({ id, name, input }) => ({
        id,
        type: "function",
        function: { name, arguments: JSON.stringify(input) },
      }));
      const text = joinTexts(message.parts, "Cohere");
      return present({
        role: "assistant",
        content: text === "" ? undefined : text,
        tool_calls: calls.length === 0 ? undefined : calls,
      });
    }
    case "tool":
      return {
        role: "tool",
        tool_call_id: message.toolCallId,
        content: joinTexts(message.parts, "Cohere"),
      };
  }
}

function writeParts(parts: readonly Part[]): string | Record<string, unknown>[] {
  if (parts.every((part) => part.type === "text")) return joinTexts(parts, "Cohere");
  return parts.map((part) => {
    if (part.type === "text") return { type: "text", text: part.text };
    if (part.type !== "image") refuse(part.at, "is no image; Cohere takes text and images only.");
    const { source } = part;
    const url = "url" in source ? source.url : `data:${source.mediaType};base64,${source.data}`;
    return { type: "image_url", image_url: { url } };
  });
}

/** Cohere can be made to call some tool, but not a certain one: then it is shown no other. */
function writeTools({ tools, choice }: Tools): Record<string, unknown> {
  const shown = choice?.type === "named" ? tools.filter(({ name }) => name === choice.name) : tools;
  if (tools.length === 0) return {};
  if (shown.length === 0) refuse("tool_choice", "names a function that is not among the tools.");
  const isForced = choice?.type === "required" || choice?.type === "named";
  const forced = isForced ? "REQUIRED" : choice?.type === "none" ? "NONE" : undefined;
  return {
    tools: shown.map(({ name, description, schema }) => ({
      type: "function",
      function: present({ name, description, parameters: schema ?? { type: "object", properties: {} } }),
    })),
    strict_tools: shown.every(({ strict }) => strict) ? true : undefined,
    tool_choice: forced,
  };
}

function writeFormat(body: Json): Record<string, unknown> | undefined {
  const format = readFormat(body);
  if (format.type === "text") return undefined;
  if (format.type === "json") return { type: "json_object" };
  return { type: "json_object", json_schema: format.schema };
}

function writeThinking(effort: Effort | undefined): Record<string, unknown> | undefined {
  switch (effort) {
    case undefined:
      return undefined;
    case "none":
      return { type: "disabled" };
    case "minimal":
    case "low":
      return { type: "enabled", token_budget: 1_024 };
    case "medium":
      return { type: "enabled", token_budget: 8_192 };
    default:
      return { type: "enabled" };
  }
}
