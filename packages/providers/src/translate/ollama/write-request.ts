import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallToTranslate } from "../../translator.ts";
import { chatFields, checkFields, fieldRules } from "../openai/check-fields.ts";
import { readPrompt } from "../openai/prompts.ts";
import { joinTexts, type Message, namesOfCalls, readMessages } from "../openai/read-messages.ts";
import { readEffort, readFormat, readTools } from "../openai/read-tools.ts";
import { type Json, maxTokensIn, numberIn, present, stopsIn } from "../openai/read-values.ts";
import { refuse } from "../refuse.ts";

const own = ["min_p", "presence_penalty", "frequency_penalty", "keep_alive", "think", "options"];
const chatRules = fieldRules("Ollama", [...chatFields, ...own]);
const promptRules = fieldRules("Ollama", [
  ...own,
  "prompt",
  "suffix",
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "top_k",
  "stop",
  "seed",
  "response_format",
]);

/**
 * A chat call as a body for Ollama's /api/chat, where the model's own template is applied. Left out, because
 * no answer depends on it: `detail` of images, `cache_control`, and what `check-fields` lists.
 */
export function writeChat({ body, stream }: CallToTranslate, replica: Replica): Record<string, unknown> {
  checkFields(body, chatRules);
  const messages = readMessages(body);
  const names = namesOfCalls(messages);
  return present({
    model: replica.model,
    messages: messages.map((message) => writeMessage(message, names)),
    tools: writeTools(body),
    think: body.think ?? writeThink(body, replica.model),
    ...writeCommon(body, stream),
  });
}

/** A call of the older completions as a body for /api/generate; the prompt goes in as it is, without a template. */
export function writeGenerate({ body, stream }: CallToTranslate, replica: Replica): Record<string, unknown> {
  checkFields(body, promptRules);
  const suffix = typeof body.suffix === "string" && body.suffix !== "" ? body.suffix : undefined;
  return present({
    model: replica.model,
    prompt: readPrompt(body),
    suffix,
    // What stands before and after is put together by the template.
    raw: suffix === undefined ? true : undefined,
    think: body.think ?? undefined,
    ...writeCommon(body, stream),
  });
}

function writeCommon(body: Json, stream: boolean): Record<string, unknown> {
  const given = typeof body.options === "object" && body.options !== null ? body.options : {};
  const options = present({
    ...given,
    num_predict: maxTokensIn(body),
    temperature: numberIn(body, "temperature", { min: 0 }),
    top_p: numberIn(body, "top_p", { min: 0, max: 1 }),
    top_k: numberIn(body, "top_k", { min: 0 }),
    min_p: numberIn(body, "min_p", { min: 0, max: 1 }),
    stop: stopsIn(body),
    seed: numberIn(body, "seed"),
    presence_penalty: numberIn(body, "presence_penalty"),
    frequency_penalty: numberIn(body, "frequency_penalty"),
  });
  const format = readFormat(body);
  return {
    // Ollama streams unless it is told not to.
    stream,
    format: format.type === "schema" ? format.schema : format.type === "json" ? "json" : undefined,
    options: Object.keys(options).length === 0 ? undefined : options,
    keep_alive: body.keep_alive ?? undefined,
  };
}

function writeMessage(message: Message, names: ReadonlyMap<string, string>): Record<string, unknown> {
  switch (message.role) {
    case "system":
      return { role: "system", content: joinTexts(message.parts, "Ollama") };
    case "user": {
      const images: string[] = [];
      const texts = message.parts.filter((part) => {
        if (part.type === "text") return true;
        if (part.type !== "image") refuse(part.at, "is no image; Ollama takes text and images only.");
        if ("url" in part.source) refuse(part.at, "is an address; Ollama takes images in a data URL only.");
        images.push(part.source.data);
        return false;
      });
      const content = joinTexts(texts, "Ollama");
      return images.length === 0 ? { role: "user", content } : { role: "user", content, images };
    }
    case "assistant": {
      const content = joinTexts(message.parts, "Ollama");
      const calls = message.toolCalls.map(({ id, name, input }) => ({
        id,
        function: { name, arguments: input },
      }));
      return calls.length === 0
        ? { role: "assistant", content }
        : { role: "assistant", content, tool_calls: calls };
    }
    case "tool": {
      const content = joinTexts(message.parts, "Ollama");
      const { toolCallId } = message;
      return present({ role: "tool", content, tool_name: names.get(toolCallId), tool_call_id: toolCallId });
    }
  }
}

/** Ollama has no word for a choice: `none` shows no tools, anything that forces one is refused. */
function writeTools(body: Json): Record<string, unknown>[] | undefined {
  const { tools, choice, parallel } = readTools(body);
  if (tools.length === 0 || choice?.type === "none") return undefined;
  if (choice !== undefined && choice.type !== "auto") refuse("tool_choice", "can force no call from Ollama.");
  if (!parallel) refuse("parallel_tool_calls", "cannot be false for Ollama.");
  return tools.map(({ name, description, schema }) => ({
    type: "function",
    function: present({ name, description, parameters: schema ?? { type: "object", properties: {} } }),
  }));
}

/**
 * On or off; of the models that every version knows only gpt-oss has levels (docs.ollama.com/capabilities/thinking).
 * Clients may say Ollama's own `think` for others.
 */
function writeThink(body: Json, model: string): boolean | string | undefined {
  const effort = readEffort(body);
  if (effort === undefined) return undefined;
  if (effort === "none") return false;
  if (!/gpt-?oss/i.test(model)) return true;
  if (effort === "minimal") return "low";
  return effort === "xhigh" || effort === "max" ? "high" : effort;
}
