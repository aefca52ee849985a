import type { IncomingHttpHeaders } from "node:http";
import type { Frame, Reply } from "../faults/reply.ts";
import type { JsonRecord } from "../http/json.ts";
import { type Answer, type Compose, planAnswer, type ToolOffer } from "../text/plan-answer.ts";
import { readDirectives } from "../text/read-directives.ts";
import type { Prompt } from "../vllm/prompt.ts";

export interface ProviderSettings {
  seed: number;
  answerTokens: number;
  /** Models that exist; empty for any name. */
  models: readonly string[];
  compose: Compose;
}

export interface ProviderCall {
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: JsonRecord;
  settings: ProviderSettings;
  /** Unique over all simulators. */
  id(prefix: string): string;
}

export interface Provider {
  /** The key that came with a request, wherever this provider looks for it. */
  keyOf(headers: IncomingHttpHeaders, query: URLSearchParams): string | undefined;
  error(status: number, message: string): string;
  /** What a GET of a known path answers. */
  get(path: string, settings: ProviderSettings): unknown;
  /** Null for a path that the provider does not have. */
  answer(call: ProviderCall): { model: string; reply: Reply } | null;
}

/** Answered in the shape of the provider's own errors. */
export class ProviderError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Wish {
  prompt: Prompt;
  maxTokens: number | null;
  stop: readonly string[];
  tool: ToolOffer | null;
  schema: unknown;
}

export function planFor({ settings }: ProviderCall, { prompt, maxTokens, stop, tool, schema }: Wish): Answer {
  return planAnswer({
    seed: settings.seed,
    composed: settings.compose({ text: prompt.lastText, tool: tool?.name ?? null }),
    digest: prompt.digest,
    directives: readDirectives(prompt.lastText),
    answerTokens: settings.answerTokens,
    maxTokens: maxTokens ?? 100_000,
    minTokens: 0,
    stop,
    tool,
    schema,
  });
}

/** The key of the Authorization header. */
export const bearer = ({ authorization }: IncomingHttpHeaders): string | undefined =>
  authorization?.replace(/^Bearer /i, "");

/** Throws not found unless the model exists. Names of faults always do. */
export function requireModel({ settings }: ProviderCall, model: string): void {
  if (model.startsWith("fault-") || settings.models.length === 0 || settings.models.includes(model)) return;
  throw new ProviderError(404, `The model ${model} does not exist.`);
}

export interface ReplyParts {
  provider: Provider;
  stream: boolean;
  contentType: string;
  frames: readonly Frame[];
  full: unknown;
  errorFrame: string;
}

export function replyOf({ provider, stream, contentType, frames, full, errorFrame }: ReplyParts): Reply {
  return {
    stream,
    contentType,
    frames,
    body: JSON.stringify(full),
    errorFrame,
    errorBody: (status, message) => provider.error(status, message),
  };
}

/** An answer that is never streamed. */
export const plainReply = (provider: Provider, full: unknown): Reply =>
  replyOf({ provider, stream: false, contentType: "application/json", frames: [], full, errorFrame: "" });
