import type { Translate } from "../../translator.ts";
import { targetOf } from "../../upstream-target.ts";
import { toBytes } from "../openai/write-answer.ts";
import { LineStream, readWhole } from "./read-answer.ts";
import { writeChat, writeGenerate } from "./write-request.ts";

/** To Ollama's own API: /api/chat for chat/completions, /api/generate for completions (docs.ollama.com/api). */
export const toOllama: Translate = (call, replica) => {
  const isChat = call.operation === "chat";
  const base = targetOf(replica).basePath.replace(/\/(?:v1|api)$/, "");
  return {
    path: `${base}/api/${isChat ? "chat" : "generate"}`,
    headers: [],
    body: toBytes(isChat ? writeChat(call, replica) : writeGenerate(call, replica)),
    framing: "ndjson",
    whole: (bytes) => readWhole(call, bytes),
    stream: () => new LineStream(call, replica.model),
  };
};
