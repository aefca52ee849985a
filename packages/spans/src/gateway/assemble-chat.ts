import { isRecord } from "../parsed-json.ts";

interface ChatChoice {
  text: string | undefined;
  message: { role: string; content: string | null; tool_calls?: ToolCall[] } & Record<string, unknown>;
  calls: Map<number, ToolCall>;
}

interface ToolCall {
  id: string;
  type: string;
  function: { name: string; arguments: string };
}

/** Texts beside `content` that come in pieces as well. */
const pieces = ["reasoning_content", "reasoning", "refusal"];

/**
 * The choices of a streamed chat or text completion put together, by index: messages as a whole answer
 * would have them, or texts for /v1/completions.
 */
export function assembleChat(events: readonly Record<string, unknown>[]): unknown[] {
  const choices = new Map<number, ChatChoice>();
  for (const event of events) {
    if (!Array.isArray(event["choices"])) continue;
    for (const part of event["choices"].filter(isRecord)) addPart(choices, part);
  }
  return [...choices.entries()].sort(([a], [b]) => a - b).map(([, choice]) => wholeOf(choice));
}

function addPart(choices: Map<number, ChatChoice>, part: Record<string, unknown>): void {
  const index = typeof part["index"] === "number" ? part["index"] : 0;
  const choice = choices.get(index) ?? {
    text: undefined,
    message: { role: "assistant", content: null },
    calls: new Map<number, ToolCall>(),
  };
  choices.set(index, choice);
  if (typeof part["text"] === "string") choice.text = (choice.text ?? "") + part["text"];
  const delta = part["delta"];
  if (!isRecord(delta)) return;
  const { message } = choice;
  if (typeof delta["role"] === "string" && delta["role"] !== "") message.role = delta["role"];
  if (typeof delta["content"] === "string") message.content = (message.content ?? "") + delta["content"];
  for (const name of pieces) {
    const piece = delta[name];
    if (typeof piece !== "string") continue;
    const before = message[name];
    message[name] = (typeof before === "string" ? before : "") + piece;
  }
  if (!Array.isArray(delta["tool_calls"])) return;
  for (const call of delta["tool_calls"].filter(isRecord)) addCall(choice.calls, call);
}

function addCall(calls: Map<number, ToolCall>, part: Record<string, unknown>): void {
  const index = typeof part["index"] === "number" ? part["index"] : calls.size;
  const call = calls.get(index) ?? { id: "", type: "function", function: { name: "", arguments: "" } };
  calls.set(index, call);
  if (typeof part["id"] === "string" && part["id"] !== "") call.id = part["id"];
  const given = part["function"];
  if (!isRecord(given)) return;
  if (typeof given["name"] === "string") call.function.name += given["name"];
  if (typeof given["arguments"] === "string") call.function.arguments += given["arguments"];
}

function wholeOf({ text, message, calls }: ChatChoice): unknown {
  if (text !== undefined) return text;
  if (calls.size > 0) {
    message.tool_calls = [...calls.entries()].sort(([a], [b]) => a - b).map(([, call]) => call);
  }
  return message;
}
