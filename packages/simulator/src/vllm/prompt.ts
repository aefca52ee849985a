import { isRecord, listOf, numberOf, textOf } from "../http/json.ts";
import { PrefixHasher } from "../text/prefix-hasher.ts";
import { invalidField } from "./vllm-error.ts";

/** A prompt, counted and hashed. */
export interface Prompt {
  hasher: PrefixHasher;
  tokens: number;
  digest: number;
  /** The last text in it; directives are read from here. */
  lastText: string;
  /** The last message is the result of a tool. */
  answersTool: boolean;
}

/** What a picture or a sound adds, whatever its size. */
const mediaTokens = 256;

export function promptOfChat(messages: unknown, tools: unknown, blockSize: number, salt: string): Prompt {
  const list = listOf(messages);
  if (!Array.isArray(messages)) throw invalidField("messages", "missing", "Field required", null);
  const hasher = new PrefixHasher(blockSize, salt);
  if (listOf(tools).length > 0) hasher.feed(JSON.stringify(tools));
  let lastText = "";
  let role = "";
  for (const message of list) {
    if (!isRecord(message))
      throw invalidField("messages", "dict_type", "Input should be a valid dictionary", message);
    role = textOf(message["role"]);
    hasher.boundary();
    hasher.feed(`<|${role}|>`);
    hasher.boundary();
    const text = feedContent(hasher, message["content"]);
    if (text !== "") lastText = text;
    if (listOf(message["tool_calls"]).length > 0) hasher.feed(JSON.stringify(message["tool_calls"]));
  }
  hasher.boundary();
  hasher.feed("<|assistant|>");
  return finished(hasher, lastText, role === "tool");
}

export function promptOfText(text: string, blockSize: number, salt: string): Prompt {
  const hasher = new PrefixHasher(blockSize, salt);
  hasher.feed(text);
  return finished(hasher, text, false);
}

/** `prompt` of a completion or `input` of an embedding: text, tokens, or a list of either. */
export function promptsOf(input: unknown, blockSize: number, salt: string, field: string): Prompt[] {
  const tokensText = (tokens: readonly unknown[]): string =>
    tokens.map((token) => ` ${String(token)}`).join("");
  if (typeof input === "string") return [promptOfText(input, blockSize, salt)];
  const list = listOf(input);
  if (list.length === 0) throw invalidField(field, "missing", "Field required", null);
  if (list.every((entry) => numberOf(entry) !== null))
    return [promptOfText(tokensText(list), blockSize, salt)];
  return list.map((entry) =>
    promptOfText(Array.isArray(entry) ? tokensText(entry) : textOf(entry), blockSize, salt),
  );
}

/** `input` of the Responses API. */
export function promptOfItems(
  input: unknown,
  instructions: unknown,
  tools: unknown,
  blockSize: number,
): Prompt {
  const items = typeof input === "string" ? [{ role: "user", content: input }] : listOf(input);
  const messages = items.map((item) =>
    isRecord(item) && item["type"] === "function_call_output"
      ? { role: "tool", content: item["output"] }
      : item,
  );
  const system = textOf(instructions) === "" ? [] : [{ role: "system", content: instructions }];
  return promptOfChat([...system, ...messages], tools, blockSize, "");
}

function finished(hasher: PrefixHasher, lastText: string, answersTool: boolean): Prompt {
  hasher.boundary();
  return { hasher, tokens: hasher.tokens, digest: hasher.digest, lastText, answersTool };
}

function feedContent(hasher: PrefixHasher, content: unknown): string {
  if (typeof content === "string") {
    hasher.feed(content);
    return content;
  }
  let last = "";
  for (const part of listOf(content)) {
    if (!isRecord(part)) continue;
    const text = textOf(part["text"]);
    if (text === "") feedMedia(hasher, part);
    else {
      hasher.feed(text);
      last = text;
    }
  }
  return last;
}

function feedMedia(hasher: PrefixHasher, part: Record<string, unknown>): void {
  hasher.boundary();
  const name = JSON.stringify(part).slice(0, 512);
  const start = hasher.tokens;
  hasher.feed(name);
  while (hasher.tokens - start < mediaTokens) {
    hasher.boundary();
    hasher.feed("i");
  }
  hasher.boundary();
}
