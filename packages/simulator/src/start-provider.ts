import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { faultOf } from "./fault-catalogue.ts";
import { playReply } from "./faults/reply.ts";
import { isRecord, parseJson } from "./http/json.ts";
import { listen } from "./http/listen.ts";
import { readBody } from "./http/read-body.ts";
import { type Received, Recorder } from "./http/recorder.ts";
import { sendText } from "./http/send.ts";
import { anthropic } from "./providers/anthropic.ts";
import { cohere } from "./providers/cohere.ts";
import { gemini } from "./providers/gemini.ts";
import { ollama } from "./providers/ollama.ts";
import { azure, openai } from "./providers/openai.ts";
import { type Provider, ProviderError, type ProviderSettings } from "./providers/provider.ts";
import { tgi } from "./providers/tgi.ts";
import type { Compose } from "./text/plan-answer.ts";
import { VllmError } from "./vllm/vllm-error.ts";

const providers = { anthropic, azure, cohere, gemini, ollama, openai, tgi } as const;

export type ProviderKind = keyof typeof providers;

export interface ProviderOptions {
  kind: ProviderKind;
  seed: number;
  port?: number;
  /** Models that exist; any name when absent. */
  models?: readonly string[];
  answerTokens?: number;
  /** Between two frames, and before an answer that is not streamed. */
  paceMs?: number;
  /** The one key that is taken; any, but not none, when absent. TGI and Ollama ask for none. */
  apiKey?: string;
  compose?: Compose;
}

export interface ProviderSimulator {
  url: string;
  port: number;
  received(): readonly Received[];
  recorder: Recorder;
  /** Every call suffers it, whatever its model: for dialects whose requests name none. */
  setFault(name: string | null): void;
  close(): Promise<void>;
}

interface State {
  provider: Provider;
  settings: ProviderSettings;
  recorder: Recorder;
  paceMs: number;
  apiKey: string | null;
  asksForKey: boolean;
  fault: string | null;
  dead: boolean;
  attempts: Map<string, number>;
  nextId(prefix: string): string;
}

/** Starts a simulated provider on 127.0.0.1 that keeps what it received. */
export async function startProvider(options: ProviderOptions): Promise<ProviderSimulator> {
  const { kind, seed, models = [], answerTokens = 16, paceMs = 0, apiKey = null } = options;
  const { compose = () => null } = options;
  const unique = randomUUID().replaceAll("-", "").slice(0, 16);
  let ids = 0;
  const state: State = {
    provider: providers[kind](),
    settings: { seed, answerTokens, models, compose },
    recorder: new Recorder(),
    paceMs,
    apiKey,
    asksForKey: apiKey !== null || (kind !== "tgi" && kind !== "ollama"),
    fault: null,
    dead: false,
    attempts: new Map(),
    nextId: (prefix) => {
      ids += 1;
      return `${prefix}${unique}${ids.toString(16).padStart(8, "0")}`;
    },
  };
  const listening = await listen((request, response) => void serve(state, request, response), options.port);
  return {
    url: listening.url,
    port: listening.port,
    received: () => state.recorder.all,
    recorder: state.recorder,
    setFault: (name) => {
      state.fault = name;
      state.dead = false;
      state.attempts.clear();
    },
    close: listening.close,
  };
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const received = state.recorder.record(request, response);
  const bytes = await readBody(request);
  if (bytes === null) return;
  received.body = bytes.toString();
  try {
    await answer(state, request, response, received.body);
  } catch (error) {
    const known = error instanceof ProviderError || error instanceof VllmError;
    const [status, message] = known ? [error.status, error.message] : [500, "The simulator failed."];
    if (!response.headersSent) sendError(state, response, status, message);
    else response.destroy();
  }
}

async function answer(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://simulator");
  const { provider, settings } = state;
  if (state.dead) return sendError(state, response, 503, "The server is dead.");
  const key = provider.keyOf(request.headers, url.searchParams);
  if (
    state.asksForKey &&
    (key === undefined || key === "" || (state.apiKey !== null && key !== state.apiKey))
  )
    return sendError(state, response, 401, "The API key is missing or wrong.");
  if (request.method === "GET") {
    const found = provider.get(url.pathname, settings);
    if (found === null) return sendError(state, response, 404, "Not found");
    return sendText(response, 200, JSON.stringify(found), { "content-type": "application/json" });
  }
  const parsed = parseJson(text);
  if (parsed === null || !isRecord(parsed.value))
    throw new ProviderError(400, "The body is not a JSON object.");
  const planned = provider.answer({
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: parsed.value,
    settings,
    id: state.nextId,
  });
  if (planned === null) return sendError(state, response, 404, "Not found");
  const model = state.fault ?? planned.model;
  const attempt = (state.attempts.get(model) ?? 0) + 1;
  state.attempts.set(model, attempt);
  const killServer = (): void => {
    state.dead = true;
  };
  const exchange = { request, response, reply: planned.reply, paceMs: state.paceMs, attempt, killServer };
  await (faultOf(model) ?? playReply)(exchange);
}

function sendError({ provider }: State, response: ServerResponse, status: number, message: string): void {
  sendText(response, status, provider.error(status, message), { "content-type": "application/json" });
}
