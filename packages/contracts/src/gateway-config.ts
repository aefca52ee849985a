import { z } from "zod";

/**
 * What an operator says about the gateway: the document of `GATEWAY_CONFIG_FILE` and of the dashboard's
 * editor. Times are milliseconds, money is decimal USD. Unknown fields are refused, so that a typo shows.
 */

export const replicaKinds = [
  "vllm",
  "sglang",
  "tgi",
  "tgi_native",
  "ollama",
  "ollama_native",
  "lmstudio",
  "llamacpp",
  "openai",
  "azure",
  "anthropic",
  "gemini",
  "cohere",
  "mistral",
  "together",
  "openai_compatible",
] as const;
export type ReplicaKind = (typeof replicaKinds)[number];

export const strategies = [
  "weighted",
  "round_robin",
  "least_outstanding",
  "two_choices",
  "lowest_latency",
  "session_affinity",
  "prefix_affinity",
] as const;
export type Strategy = (typeof strategies)[number];

export const modalities = ["text", "image", "audio"] as const;
export type Modality = (typeof modalities)[number];

/** What is kept of a call: all, everything but request and response texts, or nothing at all. */
export const recordPolicies = ["full", "usage", "none"] as const;
export type RecordPolicy = (typeof recordPolicies)[number];

/** Urgent first. A call that waits is lifted by one class per `queue.ageingMs`. */
export const priorities = ["interactive", "standard", "batch"] as const;
export type Priority = (typeof priorities)[number];

const milliseconds = z.number().int().min(0).max(86_400_000);
const name = z.string().min(1).max(200);
const httpUrl = z.url({
  protocol: /^https?$/,
  error: "Write the whole address with http:// or https://, for example https://llm.example.com/v1.",
});
const usd = z
  .union([z.string().regex(/^\d{1,9}(\.\d{1,12})?$/), z.number().min(0)], {
    error: "Write dollars as a number with at most 12 decimals, for example 2.49.",
  })
  .transform(String);

/** `env:NAME` (also `os.environ/NAME`) or `secret:NAME` of the dashboard; a plain value only in a file. */
const secret = z.string().min(1).max(4_096);

export const replicaConfig = z.strictObject({
  name: name.optional(),
  url: httpUrl,
  kind: z.enum(replicaKinds).default("openai_compatible"),
  /** What the upstream calls the model; the pool's name when left out. */
  model: name.optional(),
  weight: z.number().min(0).max(1_000_000).default(1),
  api_key: secret.optional(),
  /** Azure: the deployment in the path, and the version of its API. */
  deployment: name.optional(),
  api_version: name.optional(),
  headers: z.record(z.string(), secret).default({}),
  gpu_hour_usd: usd.optional(),
  gpus: z.number().int().min(1).max(1_024).default(1),
  /** Which of its host's GPUs, by index or UUID, where several replicas share one; they go before `gpus`. */
  gpu_ids: z
    .array(z.union([z.number().int().min(0).max(1_023), name]))
    .min(1)
    .max(1_024)
    .optional(),
  context_length: z.number().int().min(1).optional(),
  max_output_tokens: z.number().int().min(1).optional(),
  modalities: z.array(z.enum(modalities)).min(1).optional(),
  tools: z.boolean().optional(),
  /** Calls at once; 0 does not limit. */
  max_concurrency: z.number().int().min(0).default(0),
  /** Connections at once, of all workers together; a call that finds none free queues or goes elsewhere. */
  max_connections: z.number().int().min(1).max(65_535).default(100),
  /** No new calls; those under way end. */
  drain: z.boolean().default(false),
  metrics_url: httpUrl.optional(),
  dcgm_url: httpUrl.optional(),
  node_exporter_url: httpUrl.optional(),
});

const timeoutsConfig = z.strictObject({
  connect_ms: milliseconds.default(5_000),
  queue_ms: milliseconds.default(60_000),
  first_token_ms: milliseconds.default(120_000),
  idle_ms: milliseconds.default(60_000),
  /** In the gaps of a stream its client is told so often that it goes on; 0 never. */
  ping_ms: milliseconds.default(15_000),
  /** A streaming client that waits so long for the first token is answered 200 and pinged; 0 never. */
  open_ms: milliseconds.default(240_000),
  total_ms: milliseconds.default(300_000),
});

const retriesConfig = z.strictObject({
  attempts: z.number().int().min(0).max(10).default(3),
  first_delay_ms: milliseconds.default(1_000),
  factor: z.number().min(1).max(10).default(2),
  max_delay_ms: milliseconds.default(60_000),
});

const breakerConfig = z.strictObject({
  failures: z.number().int().min(1).default(5),
  open_ms: milliseconds.default(60_000),
  successes: z.number().int().min(1).default(2),
});

const healthConfig = z.strictObject({
  /** 0 switches active checks off. */
  interval_ms: milliseconds.default(5_000),
  timeout_ms: milliseconds.default(2_000),
  path: z.string().startsWith("/", "A path begins with /, for example /health.").optional(),
  unhealthy_after: z.number().int().min(1).default(3),
  healthy_after: z.number().int().min(1).default(2),
  /** How long a replica that came back grows to its full share. */
  slow_start_ms: milliseconds.default(30_000),
  /** Short calls to a new replica before it gets traffic. */
  prewarm: z.number().int().min(0).max(32).default(0),
});

const queueConfig = z.strictObject({
  max_length: z.number().int().min(0).max(100_000).default(100),
  ageing_ms: milliseconds.min(1).default(10_000),
});

/** For short calls that are not streamed: a second replica is asked when the first takes longer. */
const hedgeConfig = z.strictObject({
  after_ms: milliseconds,
  max_tokens: z.number().int().min(1).default(256),
});

export const degradeMoments = ["busy", "slow", "exhausted"] as const;
export type DegradeMoment = (typeof degradeMoments)[number];

const degradeConfig = z.strictObject({
  /** All slots are taken; the pool answers slower than `slow_ms`; the whole chain has failed. */
  when: z.enum(degradeMoments),
  slow_ms: milliseconds.default(10_000),
  action: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("clamp"), max_tokens: z.number().int().min(1).default(256) }),
    z.strictObject({ type: z.literal("pool"), pool: name }),
    z.strictObject({ type: z.literal("answer"), text: z.string().min(1).max(10_000) }),
    z.strictObject({ type: z.literal("handover"), text: z.string().min(1).max(10_000) }),
  ]),
});

export const poolConfig = z.strictObject({
  /** The model that clients ask for. */
  name,
  aliases: z.array(name).max(100).default([]),
  strategy: z.enum(strategies).default("two_choices"),
  replicas: z.array(replicaConfig).min(1).max(256),
  /** Pools that are asked next, in this order. */
  fallbacks: z.array(name).max(16).default([]),
  /** May be chosen for the model `auto`. */
  auto: z.boolean().default(true),
  /** The model whose public price is compared with, and by which `auto` finds the cheapest. */
  priced_as: name.optional(),
  timeouts: timeoutsConfig.prefault({}),
  retries: retriesConfig.prefault({}),
  breaker: breakerConfig.prefault({}),
  health: healthConfig.prefault({}),
  queue: queueConfig.prefault({}),
  hedge: hedgeConfig.optional(),
  degrade: z.array(degradeConfig).max(8).default([]),
  record: z.enum(recordPolicies).default("full"),
});

const keyConfig = z.strictObject({
  /** As the client sends it, or `env:NAME`. */
  key: secret,
  name: name.optional(),
  /** All when left out. */
  models: z.array(name).optional(),
  feature: name.optional(),
});

export const gatewayConfig = z.strictObject({
  pools: z.array(poolConfig).max(1_000),
  keys: z.array(keyConfig).max(10_000).default([]),
});

export function countGpus({ gpus, gpu_ids: ids }: Pick<ReplicaConfig, "gpus" | "gpu_ids">): number {
  return ids?.length ?? gpus;
}

/** A provider has no GPUs of ours: null unless the document says something of them. */
export function tokensPerGpu(
  replica: Pick<ReplicaConfig, "gpus" | "gpu_ids" | "gpu_hour_usd" | "dcgm_url">,
  tokensPerSecond: number | null,
): number | null {
  const isOwn = [replica.gpu_hour_usd, replica.dcgm_url, replica.gpu_ids].some(
    (given) => given !== undefined,
  );
  return tokensPerSecond === null || !isOwn ? null : tokensPerSecond / countGpus(replica);
}

export type ReplicaConfig = z.output<typeof replicaConfig>;
export type PoolConfig = z.output<typeof poolConfig>;
export type GatewayConfig = z.output<typeof gatewayConfig>;
export type DegradeConfig = PoolConfig["degrade"][number];
