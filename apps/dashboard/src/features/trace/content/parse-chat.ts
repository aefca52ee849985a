import { type Chat, type ChatMessage, firstOf, isObject, type JsonObject, restOf, textOf } from "./chat.ts";
import { failure, toCalls, toParts } from "./chat-parts.ts";

/**
 * Reads a conversation out of what a client recorded: message lists, single messages, whole requests and
 * responses. Null when it does not look like one; then the value is shown as JSON.
 */
export function parseChat(value: unknown): Chat | null {
  if (Array.isArray(value)) return parseList(value, null);
  if (!isObject(value)) return null;
  return (
    parseRequest(value, "messages") ??
    parseRequest(value, "contents") ??
    parseChoices(value) ??
    parseCandidates(value) ??
    parseResponse(value) ??
    parseSingle(value)
  );
}

const langchainRoles: Record<string, string | undefined> = Object.assign(Object.create(null), {
  human: "user",
  ai: "assistant",
  system: "system",
  tool: "tool",
  function: "tool",
});

const itemRoles: Record<string, string | undefined> = Object.assign(Object.create(null), {
  function_call: "assistant",
  function_call_output: "tool",
  reasoning: "assistant",
});

/** LangChain wraps a list of messages in a list. */
function parseList(items: readonly unknown[], rest: JsonObject | null): Chat | null {
  const first = items[0];
  const list = items.length === 1 && Array.isArray(first) ? first : items;
  if (list.length === 0) return null;
  const messages: ChatMessage[] = [];
  for (const item of list) {
    const message = isObject(item) ? toMessage(unwrapLangchain(item)) : null;
    if (message === null) return null;
    messages.push(message);
  }
  return { messages, rest };
}

/** LangChain's own serialisation: the name of a class, and what its constructor takes. */
function unwrapLangchain(item: JsonObject): JsonObject {
  if (item.lc !== 1 || !Array.isArray(item.id) || !isObject(item.kwargs)) return item;
  const type = /^(Human|AI|System|Tool|Function)Message/.exec(String(item.id.at(-1)))?.[1]?.toLowerCase();
  return type === undefined ? item : { ...item.kwargs, type };
}

function toMessage(item: JsonObject): ChatMessage | null {
  const type = typeof item.type === "string" ? item.type : "";
  const itemRole = itemRoles[type];
  if (itemRole && typeof item.role !== "string") return toItem(item, itemRole, type);
  const role = textOf(item, "role") ?? langchainRoles[type] ?? null;
  const hasBody = "content" in item || "parts" in item || "tool_calls" in item || "function_call" in item;
  if (role === null || !hasBody) return null;
  const body = toParts(firstOf(item, "content", "parts", "refusal"));
  const isResult =
    (role === "tool" || role === "function") && body.every(({ type: kind }) => kind === "text");
  const parts: ChatMessage["parts"] = isResult
    ? [
        {
          type: "tool-result",
          id: textOf(item, "tool_call_id"),
          name: textOf(item, "name"),
          result: body.map((part) => (part.type === "text" ? part.text : "")).join("\n"),
          ...failure(item),
        },
      ]
    : [...body, ...toCalls(item)];
  const shown = ["role", "type", "content", "name", "tool_calls", "function_call"];
  if (isNothingShown(item.content)) shown.push("parts", "refusal");
  if (isResult) shown.push("tool_call_id");
  return { role, name: isResult ? null : textOf(item, "name"), parts, rest: restOf(item, shown) };
}

const isNothingShown = (content: unknown) => content === undefined || content === null;

/** An item of a Responses API list that is not a message: a call, its output, a summary of reasoning. */
function toItem(item: JsonObject, role: string, type: string): ChatMessage {
  const parts =
    type === "reasoning"
      ? toParts(firstOf(item, "summary", "content") ?? []).map((part) =>
          part.type === "text" ? ({ type: "reasoning", text: part.text } as const) : part,
        )
      : toParts([item]);
  return { role, name: null, parts, rest: null };
}

/** A request: its messages, with a system text beside them put first. */
function parseRequest(value: JsonObject, key: "messages" | "contents"): Chat | null {
  const list = value[key];
  if (!Array.isArray(list)) return null;
  const normalised = key === "contents" ? list.map(withRole) : list;
  const systemKey = ["system", "systemInstruction", "system_instruction"].find(
    (name) => !isNothingShown(value[name]),
  );
  const chat = parseList(normalised, restOf(value, [key, ...(systemKey ? [systemKey] : [])]));
  if (chat === null || systemKey === undefined) return chat;
  const system = value[systemKey];
  const content = isObject(system) && "parts" in system ? system.parts : system;
  const message: ChatMessage = { role: "system", name: null, parts: toParts(content), rest: null };
  return { ...chat, messages: [message, ...chat.messages] };
}

const withRole = (content: unknown) =>
  isObject(content) && !("role" in content) ? { role: "user", ...content } : content;

function parseChoices(value: JsonObject): Chat | null {
  if (!Array.isArray(value.choices)) return null;
  const messages = value.choices.map((choice) => (isObject(choice) ? choice.message : null));
  const chat = parseList(messages, restOf(value, ["choices"]));
  if (chat === null) return null;
  const reasons = value.choices.map((choice) =>
    isObject(choice) ? restOf(choice, ["message", "index"]) : null,
  );
  return {
    ...chat,
    messages: chat.messages.map((message, index) => mergeRest(message, reasons[index] ?? null)),
  };
}

function parseCandidates(value: JsonObject): Chat | null {
  if (!Array.isArray(value.candidates)) return null;
  const contents = value.candidates.map((candidate) => (isObject(candidate) ? candidate.content : null));
  const chat = parseList(contents.map(withRole), restOf(value, ["candidates"]));
  if (chat === null) return null;
  const others = value.candidates.map((candidate) =>
    isObject(candidate) ? restOf(candidate, ["content"]) : null,
  );
  return {
    ...chat,
    messages: chat.messages.map((message, index) => mergeRest(message, others[index] ?? null)),
  };
}

function mergeRest(message: ChatMessage, more: JsonObject | null): ChatMessage {
  return more === null ? message : { ...message, rest: { ...more, ...message.rest } };
}

/** A Responses API answer: `output` holds its items. */
function parseResponse(value: JsonObject): Chat | null {
  if (value.object !== "response" || !Array.isArray(value.output)) return null;
  return parseList(value.output, restOf(value, ["object", "output"]));
}

function parseSingle(value: JsonObject): Chat | null {
  const message = toMessage(value);
  return message === null ? null : { messages: [message], rest: null };
}

/** System instructions arrive as parts without a role; null when they are neither parts nor a chat. */
export function parseInstructions(value: unknown): Chat | null {
  const chat = parseChat(value);
  if (chat !== null || typeof value !== "object" || value === null) return chat;
  const parts = toParts(value);
  if (parts.length === 0 || parts.some(({ type }) => type === "json")) return null;
  return { messages: [{ role: "system", name: null, parts, rest: null }], rest: null };
}
