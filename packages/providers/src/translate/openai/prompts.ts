import { refuse } from "../refuse.ts";
import { joinTexts, type Message, readMessages } from "./read-messages.ts";
import type { Json } from "./read-values.ts";

/** The prompt of the older completions. Lists of tokens and of several prompts are refused. */
export function readPrompt(body: Json): string {
  const { prompt } = body;
  const only: unknown = Array.isArray(prompt) && prompt.length === 1 ? prompt[0] : prompt;
  if (typeof only !== "string") refuse("prompt", "is not one text.");
  return only;
}

const names: Readonly<Record<"system" | "user" | "assistant", string>> = {
  system: "System",
  user: "User",
  assistant: "Assistant",
};

/** What ends an answer that goes on to speak for the user. */
export const turnStop = "\nUser:";

/**
 * A conversation for an engine that knows only text: every message on lines of its own behind its role, and
 * "Assistant:" last. A model with a chat template of its own does better behind the engine's OpenAI endpoint.
 */
export function promptOf(body: Json, upstream: string): string {
  const lines = readMessages(body).map((message) => lineOf(message, upstream));
  return `${[...lines, "Assistant:"].join("\n")}`;
}

function lineOf(message: Message, upstream: string): string {
  if (message.role === "tool") refuse(`${message.at}.role`, `is tool; tools cannot be said to ${upstream}.`);
  if (message.role === "assistant" && message.toolCalls.length > 0) {
    refuse(`${message.at}.tool_calls`, `cannot be said to ${upstream}.`);
  }
  return `${names[message.role]}: ${joinTexts(message.parts, upstream)}`;
}
