import { isObject } from "../../read-usage.ts";
import { refuse } from "../refuse.ts";
import { isAbsent, type Json, parseObject } from "./read-values.ts";

/** Anthropic's mark on a part, which clients of other providers may set too. */
interface Cached {
  cacheControl?: unknown;
}

interface TextPart extends Cached {
  type: "text";
  text: string;
}

/** A picture, sound or document; `data` is base64. */
export interface MediaPart extends Cached {
  type: "image" | "audio" | "file";
  source: { mediaType: string; data: string } | { url: string };
  name?: string;
  /** Where it stands in the body, for errors. */
  at: string;
}

export type Part = TextPart | MediaPart;

interface ToolCall extends Cached {
  id: string;
  name: string;
  input: Record<string, unknown>;
  /** Google's mark of the thoughts that led to this call, as Google's own OpenAI endpoint hands it out. */
  signature?: string;
}

export type Message =
  | { role: "system"; parts: TextPart[]; at: string }
  | { role: "user"; parts: Part[]; at: string }
  | { role: "assistant"; parts: TextPart[]; toolCalls: ToolCall[]; at: string }
  | ({ role: "tool"; toolCallId: string; parts: Part[]; at: string } & Cached);

/** The messages of a chat call, in one form. Throws `invalid_request` naming what cannot be read. */
export function readMessages(body: Json): Message[] {
  const { messages } = body;
  if (!Array.isArray(messages)) refuse("messages", "is no list.");
  return messages.map((message: unknown, index) => readMessage(message, `messages[${index}]`));
}

function readMessage(message: unknown, at: string): Message {
  if (!isObject(message)) refuse(at, "is no object.");
  const { role } = message;
  switch (role) {
    case "system":
    case "developer":
      return { role: "system", parts: readTexts(message, at), at };
    case "user":
      return { role, parts: readParts(message, at), at };
    case "assistant":
      return readAssistant(message, at);
    case "tool": {
      const id = message.tool_call_id;
      if (typeof id !== "string" || id === "") refuse(`${at}.tool_call_id`, "is missing.");
      return { role, toolCallId: id, parts: readParts(message, at), at, ...cached(message) };
    }
    default:
      refuse(`${at}.role`, "is none of system, developer, user, assistant and tool.");
  }
}

function readAssistant(message: Json, at: string): Message {
  for (const field of ["function_call", "audio"]) {
    if (!isAbsent(message[field])) refuse(`${at}.${field}`, "cannot be said to this upstream.");
  }
  const calls = isAbsent(message.tool_calls) ? [] : message.tool_calls;
  if (!Array.isArray(calls)) refuse(`${at}.tool_calls`, "is no list.");
  const toolCalls = calls.map((call: unknown, index) => readCall(call, `${at}.tool_calls[${index}]`));
  return { role: "assistant", parts: readTexts(message, at), toolCalls, at };
}

function readCall(call: unknown, at: string): ToolCall {
  if (!isObject(call) || !isObject(call.function)) refuse(at, "is no call of a function.");
  const { id } = call;
  const { name, arguments: text } = call.function;
  if (typeof id !== "string" || id === "") refuse(`${at}.id`, "is missing.");
  if (typeof name !== "string" || name === "") refuse(`${at}.function.name`, "is missing.");
  const input = text === "" || isAbsent(text) ? {} : typeof text === "string" ? parseObject(text) : null;
  if (input === null) refuse(`${at}.function.arguments`, "is no JSON object.");
  const extra = isObject(call.extra_content) ? call.extra_content.google : undefined;
  const signature = isObject(extra) ? extra.thought_signature : undefined;
  return { id, name, input, ...(typeof signature === "string" ? { signature } : {}), ...cached(call) };
}

function readTexts(message: Json, at: string): TextPart[] {
  return readParts(message, at).map((part) => {
    if (part.type !== "text") refuse(part.at, "may only be text in a message of this role.");
    return part;
  });
}

/** A mark on the whole message counts for its last part. */
function readParts(message: Json, at: string): Part[] {
  const { content } = message;
  const own = cached(message);
  if (isAbsent(content)) return [];
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content, ...own }];
  if (!Array.isArray(content)) refuse(`${at}.content`, "is neither a text nor a list of parts.");
  const parts: Part[] = [];
  for (const [index, part] of content.entries()) {
    const read = readPart(part, `${at}.content[${index}]`);
    // Upstreams refuse empty texts, which say nothing.
    if (read.type !== "text" || read.text !== "") parts.push(read);
  }
  const last = parts.at(-1);
  if (last !== undefined && own.cacheControl !== undefined) last.cacheControl ??= own.cacheControl;
  return parts;
}

function readPart(part: unknown, at: string): Part {
  if (typeof part === "string") return { type: "text", text: part };
  if (!isObject(part)) refuse(at, "is no object.");
  const mark = cached(part);
  switch (part.type) {
    case "text":
      return { type: "text", text: textOf(part.text, `${at}.text`), ...mark };
    case "refusal":
      return { type: "text", text: textOf(part.refusal, `${at}.refusal`), ...mark };
    case "image_url":
      return { type: "image", source: imageSource(part.image_url, `${at}.image_url`), at, ...mark };
    case "input_audio":
      return { type: "audio", source: audioSource(part.input_audio, `${at}.input_audio`), at, ...mark };
    case "file":
      return readFile(part.file, `${at}.file`, mark);
    default:
      refuse(`${at}.type`, "is no kind of part that can be said to this upstream.");
  }
}

function imageSource(image: unknown, at: string): MediaPart["source"] {
  const url = isObject(image) ? image.url : image;
  if (typeof url !== "string" || url === "") refuse(`${at}.url`, "is missing.");
  if (/^https?:\/\//i.test(url)) return { url };
  return dataSource(url, `${at}.url`);
}

function audioSource(audio: unknown, at: string): MediaPart["source"] {
  const { data, format } = isObject(audio) ? audio : {};
  if (typeof data !== "string" || typeof format !== "string") refuse(at, "lacks its data or format.");
  return { mediaType: `audio/${format}`, data };
}

function readFile(file: unknown, at: string, mark: Cached): MediaPart {
  const { file_data: data, filename } = isObject(file) ? file : {};
  if (typeof data !== "string")
    refuse(`${at}.file_data`, "is missing: files stored at OpenAI are not known here.");
  const name = typeof filename === "string" ? { name: filename } : {};
  return { type: "file", source: dataSource(data, `${at}.file_data`), at, ...name, ...mark };
}

function dataSource(url: string, at: string): { mediaType: string; data: string } {
  const comma = url.indexOf(",");
  const head = /^data:([\w.+-]+\/[\w.+-]+)(?:;[\w=.+-]+)*;base64$/i.exec(url.slice(0, Math.max(0, comma)));
  if (head?.[1] === undefined) refuse(at, "is neither an http address nor base64 in a data URL.");
  return { mediaType: head[1].toLowerCase(), data: url.slice(comma + 1) };
}

function textOf(value: unknown, at: string): string {
  if (typeof value !== "string") refuse(at, "is no text.");
  return value;
}

function cached(value: Json): Cached {
  return isAbsent(value.cache_control) ? {} : { cacheControl: value.cache_control };
}

/** All texts of a message as one; parts follow each other without anything between them. */
export function joinTexts(parts: readonly Part[], upstream: string): string {
  let text = "";
  for (const part of parts) {
    if (part.type !== "text") refuse(part.at, `cannot be said to ${upstream}.`);
    text += part.text;
  }
  return text;
}

/** Which function each tool call of the conversation named, by the call's id. */
export function namesOfCalls(messages: readonly Message[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const message of messages) {
    if (message.role !== "assistant") continue;
    for (const call of message.toolCalls) names.set(call.id, call.name);
  }
  return names;
}
