import type { IncomingMessage, ServerResponse } from "node:http";
import { isRecord, parseJson } from "./http/json.ts";
import { listen } from "./http/listen.ts";
import { metricPageType } from "./http/metric-page.ts";
import { readBody } from "./http/read-body.ts";
import type { Received, Recorder } from "./http/recorder.ts";
import { sendJson, sendText } from "./http/send.ts";
import { type Profile, type ProfileName, profiles } from "./profiles.ts";
import { detokenize, listModels, tokenize } from "./vllm/describe.ts";
import { embed } from "./vllm/embed.ts";
import { type Call, type Endpoint, generate } from "./vllm/generate.ts";
import { InstantReply } from "./vllm/instant.ts";
import { metricsText } from "./vllm/metrics.ts";
import { ServerState, type VllmSettings } from "./vllm/server-state.ts";
import { engineDead, invalidField, VllmError } from "./vllm/vllm-error.ts";

export interface VllmOptions extends Partial<Omit<VllmSettings, "models" | "seed" | "profile">> {
  /** Served names; the first one labels the metrics. Names of faults are always served. */
  models: readonly string[];
  seed: number;
  profile: ProfileName | Profile;
  port?: number;
}

export interface EngineStats {
  running: number;
  waiting: number;
  kvCacheUsage: number;
  freeBlocks: number;
  rememberedBlocks: number;
  promptTokens: number;
  generationTokens: number;
  preemptions: number;
  prefixQueries: number;
  prefixHits: number;
  finished: Readonly<Record<"stop" | "length" | "abort" | "error", number>>;
  /** Milliseconds of unscaled time that engine steps took. */
  busyMs: number;
}

export interface VllmSimulator {
  url: string;
  port: number;
  /** Effective: the context is never longer than the KV cache. */
  profile: Profile;
  timeScale: number;
  /** One per engine. */
  stats(): readonly EngineStats[];
  /** Empty unless `record` is set. */
  received(): readonly Received[];
  recorder: Recorder;
  /** Dead: 500 to every call, 503 to /health, and the port stays open. */
  setDead(dead: boolean): void;
  close(): Promise<void>;
}

/** Starts a simulated vLLM server on 127.0.0.1. */
export async function startVllm(options: VllmOptions): Promise<VllmSimulator> {
  const settings = settingsOf(options);
  const state = new ServerState(settings);
  const instant = options.profile === "instant" ? new InstantReply(state) : null;
  const listening = await listen(
    (request, response) => serve(state, instant, request, response),
    options.port,
  );
  return {
    url: listening.url,
    port: listening.port,
    profile: settings.profile,
    timeScale: settings.timeScale,
    stats: () => state.drivers.map(({ engine }) => statsOf(engine)),
    received: () => state.recorder.all,
    recorder: state.recorder,
    setDead: (dead) => {
      state.dead = dead;
    },
    close: async () => {
      for (const driver of state.drivers) driver.close();
      await listening.close();
    },
  };
}

function settingsOf({ profile: chosen, port: _port, ...options }: VllmOptions): VllmSettings {
  const profile: Profile = typeof chosen === "string" ? profiles[chosen] : chosen;
  const maxModelLen = Math.min(profile.maxModelLen, profile.numGpuBlocks * profile.blockSize);
  return {
    loraAdapters: [],
    timeScale: 1,
    engines: 1,
    maxQueuedRequests: Number.POSITIVE_INFINITY,
    legacyMetrics: false,
    promptTokensDetails: true,
    priorityScheduling: false,
    serverLoadTracking: true,
    requestIdHeaders: false,
    keepAliveMs: null,
    apiKey: null,
    faultPaceMs: 5,
    record: false,
    version: "0.29.0",
    compose: () => null,
    ...options,
    profile: { ...profile, maxModelLen },
  };
}

function statsOf({
  running,
  waiting,
  cache,
  metrics,
}: ServerState["drivers"][number]["engine"]): EngineStats {
  return {
    running,
    waiting,
    kvCacheUsage: cache.usage,
    freeBlocks: cache.free,
    rememberedBlocks: cache.remembered,
    promptTokens: metrics.promptTokens,
    generationTokens: metrics.generationTokens,
    preemptions: metrics.preemptions,
    prefixQueries: metrics.prefixQueries,
    prefixHits: metrics.prefixHits,
    finished: { ...metrics.finished },
    busyMs: metrics.busyMs,
  };
}

type GetRoute = (state: ServerState, response: ServerResponse) => void;

const getRoutes: Readonly<Record<string, GetRoute>> = {
  "/health": (state, response) => sendText(response, state.dead ? 503 : 200, ""),
  "/ping": (state, response) => sendText(response, state.dead ? 503 : 200, ""),
  "/metrics": (state, response) =>
    sendText(response, 200, metricsText(state), { "content-type": metricPageType }),
  "/version": ({ settings }, response) => sendJson(response, 200, { version: settings.version }),
  "/v1/models": (state, response) => sendJson(response, 200, listModels(state)),
  "/load": ({ settings, load }, response) =>
    settings.serverLoadTracking
      ? sendJson(response, 200, { server_load: load })
      : sendJson(response, 404, { detail: "Not Found" }),
};

type PostRoute = (state: ServerState, call: Call) => void | Promise<void>;

const generates =
  (endpoint: Endpoint): PostRoute =>
  (state, call) => {
    state.load += 1;
    call.response.once("close", () => {
      state.load -= 1;
    });
    generate(state, endpoint, call);
  };

const postRoutes: Readonly<Record<string, PostRoute>> = {
  "/v1/chat/completions": generates("chat"),
  "/v1/completions": generates("completion"),
  "/v1/responses": generates("responses"),
  "/v1/embeddings": embed,
  "/tokenize": (state, { response, body }) => sendJson(response, 200, tokenize(state, body)),
  "/detokenize": (_state, { response, body }) => sendJson(response, 200, detokenize(body)),
};

function serve(
  state: ServerState,
  instant: InstantReply | null,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const received = state.settings.record ? state.recorder.record(request, response) : null;
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const get = Object.hasOwn(getRoutes, path) ? getRoutes[path] : undefined;
  const post = Object.hasOwn(postRoutes, path) ? postRoutes[path] : undefined;
  if (get === undefined && post === undefined) return sendJson(response, 404, { detail: "Not Found" });
  const { apiKey } = state.settings;
  // Only what is under /v1 is guarded, as in vLLM.
  if (apiKey !== null && path.startsWith("/v1") && request.headers.authorization !== `Bearer ${apiKey}`)
    return sendJson(response, 401, { error: "Unauthorized" });
  if (get !== undefined && request.method === "GET") return get(state, response);
  if (post === undefined || request.method !== "POST")
    return sendJson(
      response,
      405,
      { detail: "Method Not Allowed" },
      { allow: get === undefined ? "POST" : "GET" },
    );
  void readBody(request).then((bytes) => {
    if (bytes === null) return;
    if (received !== null) received.body = bytes.toString();
    if (state.dead) return sendError(response, engineDead());
    if (path === "/v1/chat/completions" && instant?.answer(bytes, response) === true) return;
    return answer(state, post, request, response, bytes);
  });
}

async function answer(
  state: ServerState,
  route: PostRoute,
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
): Promise<void> {
  try {
    const parsed = parseJson(bytes.toString());
    if (parsed === null) throw invalidField("0", "json_invalid", "JSON decode error", {});
    if (!isRecord(parsed.value))
      throw invalidField("", "model_attributes_type", "Input should be a valid dictionary", parsed.value);
    await route(state, { request, response, body: parsed.value });
  } catch (error) {
    sendError(response, error);
  }
}

function sendError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof VllmError ? error : new VllmError(500, "InternalServerError", "The simulator failed.");
  if (response.headersSent || response.destroyed) response.destroy();
  else sendJson(response, known.status, known.body);
}
