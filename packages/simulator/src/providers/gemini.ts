import type { Frame } from "../faults/reply.ts";
import { isRecord, type JsonRecord, listOf, numberOf, recordOf, textOf } from "../http/json.ts";
import type { Answer, ToolOffer } from "../text/plan-answer.ts";
import { vectorOf } from "../vllm/embed.ts";
import { type Prompt, promptOfChat } from "../vllm/prompt.ts";
import { type Provider, type ProviderCall, plainReply, planFor, replyOf, requireModel } from "./provider.ts";

const statuses: Record<number, string> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

/** Google's Gemini API, as ai.google.dev describes generateContent, its stream and embedContent. */
export function gemini(): Provider {
  const provider: Provider = {
    keyOf: (headers, query) => {
      const key = headers["x-goog-api-key"] ?? query.get("key") ?? undefined;
      return typeof key === "string" ? key : undefined;
    },
    error: (status, message) =>
      JSON.stringify({ error: { code: status, message, status: statuses[status] ?? "INTERNAL" } }),
    get: (path, { models }) =>
      path === "/v1beta/models"
        ? { models: models.map((model) => ({ name: `models/${model}`, displayName: model })) }
        : null,
    answer: (call) => {
      const matched = /^\/v1(?:beta)?\/models\/([^:]+):(\w+)$/.exec(call.path);
      const [, model = "", method = ""] = matched ?? [];
      if (matched === null) return null;
      requireModel(call, model);
      if (method === "embedContent") return { model, reply: embedOne(provider, call) };
      if (method === "batchEmbedContents") return { model, reply: embedMany(provider, call) };
      if (method === "countTokens")
        return { model, reply: plainReply(provider, { totalTokens: promptOf(call.body).tokens }) };
      if (method !== "generateContent" && method !== "streamGenerateContent") return null;
      return { model, reply: generate(provider, call, model, method === "streamGenerateContent") };
    },
  };
  return provider;
}

function generate(provider: Provider, call: ProviderCall, model: string, stream: boolean) {
  const prompt = promptOf(call.body);
  const config = recordOf(call.body["generationConfig"]);
  const answer = planFor(call, {
    prompt,
    maxTokens: numberOf(config["maxOutputTokens"]),
    stop: listOf(config["stopSequences"]).map(textOf),
    tool: toolOf(call.body),
    schema:
      config["responseMimeType"] === "application/json"
        ? (config["responseSchema"] ?? config["responseJsonSchema"] ?? null)
        : undefined,
  });
  const responseId = call.id("");
  const chunk = (parts: unknown[], finishReason: string | undefined, outputTokens: number): JsonRecord => ({
    candidates: [
      {
        content: { parts, role: "model" },
        ...(finishReason === undefined ? {} : { finishReason }),
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: prompt.tokens,
      candidatesTokenCount: outputTokens,
      totalTokenCount: prompt.tokens + outputTokens,
      promptTokensDetails: [{ modality: "TEXT", tokenCount: prompt.tokens }],
    },
    modelVersion: model,
    responseId,
  });
  const full = chunk([partOf(answer)], finishOf(answer), answer.pieces.length);
  const sse = call.query.get("alt") === "sse";
  const chunks = chunksOf(answer, chunk, full);
  return replyOf({
    provider,
    stream,
    contentType: sse ? "text/event-stream" : "application/json; charset=UTF-8",
    // Google ends the lines of its event streams with CRLF; without alt=sse the chunks are one JSON array.
    frames: sse
      ? chunks.map(({ kind, value }) => ({ kind, text: `data: ${JSON.stringify(value)}\r\n\r\n` }))
      : chunks.map(({ kind, value }, place) => ({
          kind,
          text: `${place === 0 ? "[" : ",\r\n"}${JSON.stringify(value)}${place === chunks.length - 1 ? "]" : ""}`,
        })),
    full,
    errorFrame: `data: ${provider.error(503, "The model is overloaded. Please try again later.")}\r\n\r\n`,
  });
}

function chunksOf(
  answer: Answer,
  chunk: (parts: unknown[], finishReason: string | undefined, outputTokens: number) => JsonRecord,
  full: JsonRecord,
): Array<{ kind: Frame["kind"]; value: unknown }> {
  // A function call comes in one piece.
  if (answer.tool !== null) return [{ kind: "piece", value: full }];
  return answer.pieces.map((text, place) => {
    const last = place === answer.pieces.length - 1;
    return {
      kind: last && place > 0 ? "finish" : "piece",
      value: chunk([{ text }], last ? finishOf(answer) : undefined, place + 1),
    };
  });
}

const finishOf = (answer: Answer): string => (answer.finish === "length" ? "MAX_TOKENS" : "STOP");

function partOf(answer: Answer): unknown {
  const text = answer.pieces.join("");
  return answer.tool === null
    ? { text }
    : { functionCall: { name: answer.tool.name, args: JSON.parse(text) } };
}

function promptOf(body: JsonRecord): Prompt {
  const instruction = recordOf(body["systemInstruction"] ?? body["system_instruction"]);
  const messages = listOf(body["contents"]).map((content) => {
    const record = recordOf(content);
    const parts = listOf(record["parts"]);
    const answersTool = parts.some((part) => isRecord(part) && isRecord(part["functionResponse"]));
    return { role: answersTool ? "tool" : (record["role"] ?? "user"), content: parts };
  });
  const system = listOf(instruction["parts"]);
  return promptOfChat(
    [...(system.length > 0 ? [{ role: "system", content: system }] : []), ...messages],
    body["tools"],
    16,
    "",
  );
}

function toolOf(body: JsonRecord): ToolOffer | null {
  const offers = listOf(body["tools"]).flatMap((tool) => listOf(recordOf(tool)["functionDeclarations"]));
  const tools = offers.map((offer) => {
    const record = recordOf(offer);
    return {
      name: textOf(record["name"]),
      parameters: record["parameters"] ?? record["parametersJsonSchema"],
    };
  });
  const config = recordOf(recordOf(body["toolConfig"])["functionCallingConfig"]);
  const allowed = listOf(config["allowedFunctionNames"]);
  const usable = allowed.length === 0 ? tools : tools.filter(({ name }) => allowed.includes(name));
  if (config["mode"] === "NONE" || (config["mode"] !== "ANY" && promptOf(body).answersTool)) return null;
  return usable[0] ?? null;
}

const usualDimensions = 768;

function valuesOf(call: ProviderCall, request: JsonRecord): { values: number[] } {
  const prompt = promptOfChat([{ role: "user", content: recordOf(request["content"])["parts"] }], [], 16, "");
  const dimensions = numberOf(request["outputDimensionality"]) ?? usualDimensions;
  return { values: vectorOf(call.settings.seed, prompt.digest, dimensions) };
}

const embedOne = (provider: Provider, call: ProviderCall) =>
  plainReply(provider, { embedding: valuesOf(call, call.body) });

const embedMany = (provider: Provider, call: ProviderCall) =>
  plainReply(provider, {
    embeddings: listOf(call.body["requests"]).map((request) => valuesOf(call, recordOf(request))),
  });
