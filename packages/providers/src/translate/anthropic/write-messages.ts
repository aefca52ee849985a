import { type MediaPart, type Message, type Part, readMessages } from "../openai/read-messages.ts";
import type { Json } from "../openai/read-values.ts";
import { refuse } from "../refuse.ts";

type Block = Record<string, unknown>;

interface Conversation {
  system: Block[];
  messages: { role: "user" | "assistant"; content: Block[] }[];
  /** The model is to go on from the results of its own tool calls. */
  endsWithResults: boolean;
}

/**
 * The conversation as Anthropic has it: system and developer messages are lifted out in their order, and
 * the results of tools that follow each other become one message of the user.
 */
export function writeMessages(body: Json): Conversation {
  const conversation: Conversation = { system: [], messages: [], endsWithResults: false };
  const read = readMessages(body);
  for (const [index, message] of read.entries()) {
    if (message.role === "system") {
      conversation.system.push(...message.parts.map(partBlock));
      continue;
    }
    const content = blocksOf(message);
    if (content.length === 0) continue;
    const last = conversation.messages.at(-1);
    const followsResult = message.role === "tool" && read[index - 1]?.role === "tool";
    if (followsResult && last !== undefined) last.content.push(...content);
    else conversation.messages.push({ role: message.role === "assistant" ? "assistant" : "user", content });
  }
  conversation.endsWithResults = read.at(-1)?.role === "tool";
  return conversation;
}

function blocksOf(message: Exclude<Message, { role: "system" }>): Block[] {
  switch (message.role) {
    case "user":
      return message.parts.map(partBlock);
    case "assistant":
      return [
        ...message.parts.map(partBlock),
        ...message.toolCalls.map(({ id, name, input, cacheControl }) =>
          marked({ type: "tool_use", id, name, input }, cacheControl),
        ),
      ];
    case "tool": {
      // The mark belongs to the result as a whole; blocks within it keep none of their own.
      const mark = message.cacheControl ?? message.parts.findLast((part) => part.cacheControl)?.cacheControl;
      const parts = message.parts.map((part) => partBlock({ ...part, cacheControl: undefined }));
      const [only] = parts;
      const content = parts.length === 1 && only?.type === "text" ? only.text : parts;
      return [marked({ type: "tool_result", tool_use_id: message.toolCallId, content }, mark)];
    }
  }
}

function partBlock(part: Part): Block {
  return marked(
    part.type === "text" ? { type: "text", text: part.text } : mediaBlock(part),
    part.cacheControl,
  );
}

function mediaBlock(part: MediaPart): Block {
  const { source } = part;
  if (part.type === "audio") refuse(part.at, "is sound, which Anthropic does not take.");
  if ("url" in source) return { type: "image", source: { type: "url", url: source.url } };
  const { mediaType, data } = source;
  if (part.type === "image")
    return { type: "image", source: { type: "base64", media_type: mediaType, data } };
  const title = part.name === undefined ? {} : { title: part.name };
  if (mediaType === "application/pdf") {
    return { type: "document", source: { type: "base64", media_type: mediaType, data }, ...title };
  }
  if (mediaType !== "text/plain") refuse(part.at, "is neither a PDF nor plain text.");
  const text = Buffer.from(data, "base64").toString("utf8");
  return { type: "document", source: { type: "text", media_type: mediaType, data: text }, ...title };
}

export function marked(block: Block, cacheControl: unknown): Block {
  return cacheControl === undefined ? block : { ...block, cache_control: cacheControl };
}
