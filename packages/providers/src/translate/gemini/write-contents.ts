import {
  type MediaPart,
  type Message,
  namesOfCalls,
  type Part,
  readMessages,
} from "../openai/read-messages.ts";
import { type Json, parseObject } from "../openai/read-values.ts";
import { refuse } from "../refuse.ts";
import { isMadeUp } from "./call-ids.ts";

type GeminiPart = Record<string, unknown>;

interface Contents {
  system: GeminiPart[];
  contents: { role: "user" | "model"; parts: GeminiPart[] }[];
}

/**
 * Stands for the mark of thoughts that a client did not send back: ai.google.dev/gemini-api/docs/thought-signatures
 * names it for calls that come from elsewhere. Without any mark Gemini 3 refuses the conversation.
 */
const noSignature = "skip_thought_signature_validator";

/** The conversation as Gemini has it; what follows in the same role becomes one content. */
export function writeContents(body: Json, model: string): Contents {
  const written: Contents = { system: [], contents: [] };
  const messages = readMessages(body);
  const names = namesOfCalls(messages);
  for (const message of messages) {
    if (message.role === "system") {
      written.system.push(...message.parts.map(writePart));
      continue;
    }
    const parts = partsOf(message, names, needsSignatures(model));
    if (parts.length === 0) continue;
    const role = message.role === "assistant" ? "model" : "user";
    const last = written.contents.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else written.contents.push({ role, parts });
  }
  return written;
}

function partsOf(
  message: Exclude<Message, { role: "system" }>,
  names: ReadonlyMap<string, string>,
  needsSignature: boolean,
): GeminiPart[] {
  switch (message.role) {
    case "user":
      return message.parts.map(writePart);
    case "assistant": {
      const calls = message.toolCalls.map(({ id, name, input, signature }, index): GeminiPart => {
        const functionCall = { ...idMember(id), name, args: input };
        // Of calls that are made together only the first bears a mark.
        const mark = signature ?? (needsSignature && index === 0 ? noSignature : undefined);
        return mark === undefined ? { functionCall } : { functionCall, thoughtSignature: mark };
      });
      return [...message.parts.map(writePart), ...calls];
    }
    case "tool": {
      const name = names.get(message.toolCallId);
      if (name === undefined) refuse(`${message.at}.tool_call_id`, "is of no call in this conversation.");
      return [resultPart(message, name)];
    }
  }
}

/** Gemini wants an object: JSON goes as it is, text as its `output`; pictures lie beside it. */
function resultPart(message: Extract<Message, { role: "tool" }>, name: string): GeminiPart {
  let text = "";
  const media: GeminiPart[] = [];
  for (const part of message.parts) {
    if (part.type === "text") text += part.text;
    else media.push(writePart(part));
  }
  const response = parseObject(text) ?? { output: text };
  const functionResponse: Record<string, unknown> = { ...idMember(message.toolCallId), name, response };
  if (media.length > 0) functionResponse.parts = media;
  return { functionResponse };
}

/** Ids that we made up because Gemini gave none mean nothing to it. */
function idMember(id: string): { id?: string } {
  return isMadeUp(id) ? {} : { id };
}

function writePart(part: Part): GeminiPart {
  if (part.type === "text") return { text: part.text };
  const { source } = part;
  if (!("url" in source)) return { inlineData: { mimeType: source.mediaType, data: source.data } };
  return { fileData: { fileUri: source.url, mimeType: typeByName(part, source.url) } };
}

const imageTypes: ReadonlyMap<string, string> = new Map([
  ["png", "image/png"],
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["webp", "image/webp"],
  ["gif", "image/gif"],
  ["heic", "image/heic"],
  ["heif", "image/heif"],
  ["avif", "image/avif"],
  ["bmp", "image/bmp"],
]);

/** Gemini asks for the type beside an address; nobody fetches it here to find out. */
function typeByName(part: MediaPart, url: string): string {
  const ending = /\.(\w+)(?:[?#]|$)/.exec(url)?.[1]?.toLowerCase() ?? "";
  const type = imageTypes.get(ending);
  if (type === undefined) {
    refuse(`${part.at}.image_url.url`, "does not tell the type of the image by its ending; send a data URL.");
  }
  return type;
}

export function needsSignatures(model: string): boolean {
  const version = /gemini-(\d+)/.exec(model)?.[1];
  return version !== undefined && Number(version) >= 3;
}
