import type { Chat, ChatPart } from "../trace/content/chat.ts";
import { parseChat } from "../trace/content/parse-chat.ts";
import { parseJson } from "../trace/content/parse-json.ts";

/**
 * What was said in one side of a turn, from its text as it was sent. Of a chat the last message of the
 * user, or the texts of the answer; anything else as it is.
 */
export function sayTurn(text: string, side: "input" | "output"): string {
  const value = parseJson(text);
  if (typeof value === "string") return value;
  const chat = value === undefined ? null : parseChat(value);
  const said = chat === null ? "" : sayChat(chat, side);
  return said === "" ? text : said;
}

function sayChat({ messages }: Chat, side: "input" | "output"): string {
  const wanted =
    side === "input"
      ? [messages.findLast(({ role }) => role === "user" || role === "human") ?? messages.at(-1)]
      : messages;
  return wanted
    .flatMap((message) => message?.parts ?? [])
    .map(sayPart)
    .filter((line) => line !== "")
    .join("\n\n");
}

function sayPart(part: ChatPart): string {
  if (part.type === "text") return part.text;
  return part.type === "tool-call" ? `→ ${part.name}` : "";
}
