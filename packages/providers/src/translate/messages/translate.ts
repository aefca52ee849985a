import type { Translate } from "../../translator.ts";
import { pathFor } from "../../upstream-target.ts";
import { toBytes } from "../openai/write-answer.ts";
import { ChunkStream } from "./chunk-stream.ts";
import { readChatAnswer } from "./read-chat.ts";
import { writeChatRequest } from "./write-chat.ts";

/** Anthropic's /v1/messages to upstreams that know only OpenAI's chat/completions. */
export const messagesToChat: Translate = (call, replica) => ({
  path: pathFor(replica, "/v1/chat/completions", ""),
  headers: [],
  body: toBytes(writeChatRequest(call, replica)),
  framing: "sse",
  whole: (bytes) => readChatAnswer(call, bytes),
  stream: () => new ChunkStream(call),
});
