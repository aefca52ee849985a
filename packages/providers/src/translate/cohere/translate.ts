import type { Translate, Translation } from "../../translator.ts";
import { pathFor } from "../../upstream-target.ts";
import { readEncoding } from "../openai/embeddings.ts";
import { toBytes } from "../openai/write-answer.ts";
import { readEmbed, writeEmbed } from "./embed.ts";
import { ChatStream, readChat } from "./read-answer.ts";
import { readRerank, writeRerank } from "./rerank.ts";
import { writeRequest } from "./write-request.ts";

/** To version 2 of Cohere's API: docs.cohere.com/reference/chat, /reference/embed and /reference/rerank. */
export const toCohere: Translate = (call, replica) => {
  const stream: Translation["stream"] = () => new ChatStream(call, replica.model);
  const common = { headers: [], framing: "sse", stream } satisfies Partial<Translation>;
  switch (call.operation) {
    case "embeddings":
      readEncoding(call.body);
      return {
        ...common,
        path: pathFor(replica, "/v1/embed", ""),
        body: toBytes(writeEmbed(call, replica)),
        whole: (bytes) => readEmbed(call, replica, bytes),
      };
    case "rerank":
      return {
        ...common,
        path: pathFor(replica, "/v1/rerank", ""),
        body: toBytes(writeRerank(call, replica)),
        whole: (bytes) => readRerank(call, replica, bytes),
      };
    default:
      return {
        ...common,
        path: pathFor(replica, "/v1/chat", ""),
        body: toBytes(writeRequest(call, replica)),
        whole: (bytes) => readChat(call, replica.model, bytes),
      };
  }
};
