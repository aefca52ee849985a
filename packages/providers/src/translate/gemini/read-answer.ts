import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import { count, isObject } from "../../read-usage.ts";
import type { CallToTranslate, WholeAnswer } from "../../translator.ts";
import { AnswerStream } from "../openai/answer-stream.ts";
import { asText, type Json, listIn, objectIn, parseObject } from "../openai/read-values.ts";
import { type AnsweredCall, type FinishReason, writeChat, writeError } from "../openai/write-answer.ts";
import { makeUpId } from "./call-ids.ts";

/** What one GenerateContentResponse says; a stream is a row of them. */
interface Piece {
  text: string;
  reasoning: string;
  calls: AnsweredCall[];
  finish: FinishReason | null;
  /** Why there is no answer, or none that can be trusted. */
  failure?: { message: string; type: string; code?: string | number };
  refusal?: string;
  usage?: TokenUsage;
}

const filtered: ReadonlySet<string> = new Set([
  "SAFETY",
  "RECITATION",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "IMAGE_SAFETY",
  "IMAGE_PROHIBITED_CONTENT",
  "IMAGE_RECITATION",
]);

/** A GenerateContentResponse as a chat completion; null when the bytes are none. */
export function readResponse(call: CallToTranslate, model: string, bytes: Buffer): WholeAnswer | null {
  const response = parseObject(bytes);
  if (response === null || !isResponse(response)) return null;
  const piece = readPiece(call, response, 0);
  const usage = piece.usage === undefined ? {} : { usage: piece.usage };
  if (piece.failure !== undefined) return { body: writeError(piece.failure), ...usage };
  if (piece.finish === null) return null;
  const body = writeChat(call, {
    id: typeof response.responseId === "string" ? response.responseId : undefined,
    model: typeof response.modelVersion === "string" ? response.modelVersion : model,
    text: piece.text,
    reasoning: piece.reasoning,
    toolCalls: piece.calls,
    finishReason: piece.finish === "stop" && piece.calls.length > 0 ? "tool_calls" : piece.finish,
    usage: piece.usage,
    ...(piece.refusal === undefined ? {} : { refusal: piece.refusal }),
  });
  return { body, ...usage };
}

function isResponse(response: Json): boolean {
  return "candidates" in response || "promptFeedback" in response || "error" in response;
}

/** Frames of chat/completions from Gemini's stream, which has no mark for its end but its last reason. */
export class ContentStream extends AnswerStream {
  readonly #call: CallToTranslate;
  #calls = 0;

  constructor(call: CallToTranslate, model: string) {
    super(call, model);
    this.#call = call;
  }

  protected override read(response: Json): void {
    const writer = this.writer;
    writer.identify(response.responseId, response.modelVersion);
    const piece = readPiece(this.#call, response, this.#calls);
    // Every event counts what there was up to it.
    this.known = piece.usage ?? this.known;
    writer.reasoning(piece.reasoning);
    writer.text(piece.text);
    for (const call of piece.calls) {
      writer.toolCall(this.#calls, call);
      this.#calls += 1;
    }
    if (piece.failure !== undefined) {
      writer.fail(piece.failure);
      return;
    }
    if (piece.refusal !== undefined) writer.refusal(piece.refusal);
    if (piece.finish === null) return;
    writer.finish(piece.finish === "stop" && this.#calls > 0 ? "tool_calls" : piece.finish);
  }
}

function readPiece(call: CallToTranslate, response: Json, callsBefore: number): Piece {
  const piece: Piece = { text: "", reasoning: "", calls: [], finish: null };
  const usage = readUsageMetadata(response.usageMetadata);
  if (usage !== undefined) piece.usage = usage;
  const error = objectIn(response, "error");
  if (error !== undefined) {
    const { message, status, code } = error;
    piece.failure = { message: asText(message, "The upstream reported an error."), type: typeOf(status) };
    if (typeof code === "number") piece.failure.code = code;
    return piece;
  }
  const [candidate] = listIn(response.candidates);
  const blocked = objectIn(response, "promptFeedback")?.blockReason;
  if (candidate === undefined && typeof blocked === "string") {
    piece.finish = "content_filter";
    piece.refusal = `The prompt was blocked: ${blocked}.`;
    return piece;
  }
  if (candidate === undefined) return piece;
  readParts(call, candidate, callsBefore, piece);
  readFinish(candidate, piece);
  return piece;
}

function readParts(call: CallToTranslate, candidate: Json, callsBefore: number, piece: Piece): void {
  for (const part of listIn(objectIn(candidate, "content")?.parts)) {
    if (isObject(part.functionCall)) {
      const { id, name, args } = part.functionCall;
      const entry: AnsweredCall = {
        id:
          typeof id === "string" && id !== ""
            ? id
            : makeUpId(call.requestId, callsBefore + piece.calls.length),
        name: asText(name),
        arguments: JSON.stringify(args ?? {}),
      };
      if (typeof part.thoughtSignature === "string") entry.signature = part.thoughtSignature;
      piece.calls.push(entry);
    } else if (typeof part.text === "string") {
      if (part.thought === true) piece.reasoning += part.text;
      else piece.text += part.text;
    }
  }
}

function readFinish(candidate: Json, piece: Piece): void {
  const { finishReason: reason, finishMessage } = candidate;
  if (typeof reason !== "string" || reason === "FINISH_REASON_UNSPECIFIED") return;
  if (reason === "STOP") piece.finish = "stop";
  else if (reason === "MAX_TOKENS") piece.finish = "length";
  else if (filtered.has(reason)) {
    piece.finish = "content_filter";
    piece.refusal = typeof finishMessage === "string" ? finishMessage : `The answer was blocked: ${reason}.`;
  } else {
    // MALFORMED_FUNCTION_CALL, LANGUAGE, OTHER …: what there is of an answer is none.
    const detail = typeof finishMessage === "string" ? ` ${finishMessage}` : "";
    piece.failure = { message: `Gemini stopped with ${reason}.${detail}`, type: "api_error" };
  }
}

/** Names of google.rpc.Code in the words that describe a failure here. */
function typeOf(status: unknown): string {
  switch (status) {
    case "RESOURCE_EXHAUSTED":
      return "rate_limit_error";
    case "UNAVAILABLE":
      return "overloaded_error";
    case "INVALID_ARGUMENT":
    case "FAILED_PRECONDITION":
    case "NOT_FOUND":
      return "invalid_request_error";
    case "PERMISSION_DENIED":
    case "UNAUTHENTICATED":
      return "authentication_error";
    default:
      return "api_error";
  }
}

/** Gemini counts thoughts beside the answer, and results of its own tools beside the prompt. */
export function readUsageMetadata(value: unknown): TokenUsage | undefined {
  if (!isObject(value)) return undefined;
  const usage: TokenUsage = {};
  const prompt = count(value.promptTokenCount);
  const answer = count(value.candidatesTokenCount);
  const thoughts = count(value.thoughtsTokenCount);
  const cached = count(value.cachedContentTokenCount);
  const audio = audioTokens(value.promptTokensDetails);
  if (prompt !== undefined) usage.input = prompt + (count(value.toolUsePromptTokenCount) ?? 0);
  if (answer !== undefined || thoughts !== undefined) usage.output = (answer ?? 0) + (thoughts ?? 0);
  if (cached !== undefined) usage.cacheRead = cached;
  if (thoughts !== undefined) usage.reasoning = thoughts;
  if (audio !== undefined) usage.audioInput = audio;
  return Object.keys(usage).length === 0 ? undefined : usage;
}

function audioTokens(details: unknown): number | undefined {
  return count(listIn(details).find(({ modality }) => modality === "AUDIO")?.tokenCount);
}
