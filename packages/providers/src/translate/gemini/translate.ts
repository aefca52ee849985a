import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { Translate, Translation } from "../../translator.ts";
import { targetOf } from "../../upstream-target.ts";
import { readEncoding } from "../openai/embeddings.ts";
import { toBytes } from "../openai/write-answer.ts";
import { readEmbed, writeEmbed } from "./embed.ts";
import { ContentStream, readResponse } from "./read-answer.ts";
import { writeRequest } from "./write-request.ts";

/**
 * chat/completions and embeddings to the Gemini API, as ai.google.dev/api/generate-content and
 * ai.google.dev/api/embeddings describe it.
 */
export const toGemini: Translate = (call, replica) => {
  if (call.operation === "embeddings") return embeddings(call, replica);
  const method = call.stream ? "streamGenerateContent?alt=sse" : "generateContent";
  return {
    path: methodPath(replica, method),
    headers: [],
    body: toBytes(writeRequest(call, replica)),
    framing: "sse",
    whole: (bytes) => readResponse(call, replica.model, bytes),
    stream: () => new ContentStream(call, replica.model),
  };
};

function embeddings(call: Parameters<Translate>[0], replica: Replica): Translation {
  readEncoding(call.body);
  const { method, body } = writeEmbed(call, modelPath(replica));
  return {
    path: methodPath(replica, method),
    headers: [],
    body: toBytes(body),
    framing: "sse",
    whole: (bytes) => readEmbed(call, replica, bytes),
    stream: () => new ContentStream(call, replica.model),
  };
}

/** Models of one's own are named with their collection: "tunedModels/mine". */
function modelPath({ model }: Replica): string {
  return model.includes("/") ? model : `models/${model}`;
}

function methodPath(replica: Replica, method: string): string {
  const { basePath } = targetOf(replica);
  const model = modelPath(replica).split("/").map(encodeURIComponent).join("/");
  return `${basePath === "" ? "/v1beta" : basePath}/${model}:${method}`;
}
