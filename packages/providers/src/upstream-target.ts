import type { GatewayOperation } from "@plumbline/contracts/gateway-call";
import type { ReplicaKind } from "@plumbline/contracts/gateway-config";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";

/** Whether a kind of upstream takes an operation as the client says it, in other words, or not at all. */
export type Support = "same" | "translated" | "none";

const openaiOperations: readonly GatewayOperation[] = [
  "chat",
  "completions",
  "embeddings",
  "responses",
  "moderations",
  "rerank",
  "audio",
];

/** Engines and servers that also speak Anthropic's messages. */
const messagesKinds: ReadonlySet<ReplicaKind> = new Set<ReplicaKind>([
  "anthropic",
  "vllm",
  "sglang",
  "lmstudio",
  "llamacpp",
  "ollama",
  "openai_compatible",
]);

/** Kinds of OpenAI's dialect whose chat/completions can be asked for an answer to Anthropic's messages. */
const chatOnlyKinds: ReadonlySet<ReplicaKind> = new Set<ReplicaKind>([
  "openai",
  "azure",
  "mistral",
  "together",
  "tgi",
]);

/** Kinds with a dialect of their own, and what can be put into it. */
const translated: Readonly<Partial<Record<ReplicaKind, readonly GatewayOperation[]>>> = {
  anthropic: ["chat"],
  gemini: ["chat", "embeddings"],
  cohere: ["chat", "embeddings", "rerank"],
  tgi_native: ["chat", "completions"],
  ollama_native: ["chat", "completions"],
};

export function supportOf(kind: ReplicaKind, operation: GatewayOperation): Support {
  if (operation === "messages") {
    if (messagesKinds.has(kind)) return "same";
    return chatOnlyKinds.has(kind) ? "translated" : "none";
  }
  const own = translated[kind];
  if (own === undefined) return openaiOperations.includes(operation) ? "same" : "none";
  return own.includes(operation) ? "translated" : "none";
}

/** Where the calls of a replica go. */
export interface Target {
  origin: string;
  /** Without a trailing slash; "" for the root. */
  basePath: string;
}

const targets = new WeakMap<Replica, Target>();

export function targetOf(replica: Replica): Target {
  const known = targets.get(replica);
  if (known !== undefined) return known;
  const url = new URL(replica.url);
  const target = { origin: url.origin, basePath: url.pathname.replace(/\/+$/, "") };
  targets.set(replica, target);
  return target;
}

/**
 * The path of a call. A replica's URL is what an SDK would call its base URL: what follows "/v1" is put
 * after it, and "/v1" itself too when the URL has no path at all.
 */
export function pathFor(replica: Replica, clientPath: string, query: string): string {
  const { basePath } = targetOf(replica);
  const operation = clientPath.startsWith("/v1/") ? clientPath.slice(3) : clientPath;
  if (replica.kind === "azure") {
    const deployment = encodeURIComponent(replica.deployment ?? replica.model);
    const version = encodeURIComponent(replica.api_version ?? "2024-10-21");
    return `${basePath.replace(/\/openai$/, "")}/openai/deployments/${deployment}${operation}?api-version=${version}`;
  }
  if (replica.kind === "cohere") return `${basePath.replace(/\/v\d$/, "")}/v2${operation}${query}`;
  return `${basePath === "" ? "/v1" : basePath}${operation}${query}`;
}
