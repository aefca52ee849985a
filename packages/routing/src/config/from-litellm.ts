import {
  type GatewayConfig,
  gatewayConfig,
  type ReplicaKind,
  type Strategy,
} from "@plumbline/contracts/gateway-config";
import { z } from "zod";
import type { PathIssue } from "./check-config.ts";

/** A LiteLLM proxy file: the same `model_name` twice is a pool of two, `fallbacks` are chains. */

const seconds = z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]).transform(Number);
const fallbacks = z.array(z.record(z.string(), z.array(z.string())));

const modelEntry = z.looseObject({
  model_name: z.string().min(1),
  litellm_params: z.looseObject({
    model: z.string().min(1),
    api_base: z.string().optional(),
    base_url: z.string().optional(),
    api_key: z.string().optional(),
    api_version: z.string().optional(),
    weight: z.number().optional(),
    timeout: seconds.optional(),
    stream_timeout: seconds.optional(),
    max_parallel_requests: z.number().int().min(0).optional(),
    extra_headers: z.record(z.string(), z.string()).optional(),
  }),
  model_info: z
    .looseObject({
      base_model: z.string().optional(),
      max_input_tokens: z.number().int().optional(),
      max_output_tokens: z.number().int().optional(),
      supports_vision: z.boolean().optional(),
      supports_audio_input: z.boolean().optional(),
      supports_function_calling: z.boolean().optional(),
      /** Ours: LiteLLM keeps what it does not know in here. */
      drain: z.boolean().optional(),
    })
    .nullish(),
});

const settings = z.looseObject({
  num_retries: z.number().int().min(0).optional(),
  request_timeout: seconds.optional(),
  timeout: seconds.optional(),
  allowed_fails: z.number().int().min(0).optional(),
  cooldown_time: seconds.optional(),
  routing_strategy: z.string().optional(),
  fallbacks: fallbacks.nullish(),
  model_group_alias: z
    .record(z.string(), z.union([z.string(), z.looseObject({ model: z.string() })]))
    .nullish(),
});

const litellmFile = z.looseObject({
  model_list: z.array(modelEntry),
  litellm_settings: settings.nullish(),
  router_settings: settings.nullish(),
  general_settings: z.looseObject({ master_key: z.string().optional() }).nullish(),
});

type ModelEntry = z.output<typeof modelEntry>;
type Settings = z.output<typeof settings>;

/** Provider prefix of a LiteLLM model: what it is here, and where it is when the file does not say. */
const providers: Readonly<Record<string, { kind: ReplicaKind; url?: string }>> = {
  openai: { kind: "openai", url: "https://api.openai.com/v1" },
  "text-completion-openai": { kind: "openai", url: "https://api.openai.com/v1" },
  azure: { kind: "azure" },
  anthropic: { kind: "anthropic", url: "https://api.anthropic.com" },
  gemini: { kind: "gemini", url: "https://generativelanguage.googleapis.com" },
  cohere: { kind: "cohere", url: "https://api.cohere.com" },
  cohere_chat: { kind: "cohere", url: "https://api.cohere.com" },
  mistral: { kind: "mistral", url: "https://api.mistral.ai/v1" },
  together_ai: { kind: "together", url: "https://api.together.xyz/v1" },
  hosted_vllm: { kind: "vllm" },
  vllm: { kind: "vllm" },
  huggingface: { kind: "tgi" },
  ollama: { kind: "ollama", url: "http://localhost:11434" },
  ollama_chat: { kind: "ollama", url: "http://localhost:11434" },
  lm_studio: { kind: "lmstudio" },
  llamafile: { kind: "llamacpp" },
  custom_openai: { kind: "openai_compatible" },
  openai_like: { kind: "openai_compatible" },
  groq: { kind: "openai_compatible", url: "https://api.groq.com/openai/v1" },
  deepseek: { kind: "openai_compatible", url: "https://api.deepseek.com/v1" },
  xai: { kind: "openai_compatible", url: "https://api.x.ai/v1" },
  openrouter: { kind: "openai_compatible", url: "https://openrouter.ai/api/v1" },
  fireworks_ai: { kind: "openai_compatible", url: "https://api.fireworks.ai/inference/v1" },
  perplexity: { kind: "openai_compatible", url: "https://api.perplexity.ai" },
};

const strategiesByName: Readonly<Record<string, Strategy>> = {
  "simple-shuffle": "weighted",
  "least-busy": "least_outstanding",
  "latency-based-routing": "lowest_latency",
  "usage-based-routing": "two_choices",
  "usage-based-routing-v2": "two_choices",
};

export function isLitellm(value: unknown): boolean {
  return typeof value === "object" && value !== null && "model_list" in value;
}

/** Everything that is read differently or not at all comes back as a warning. */
export function fromLitellm(value: unknown): {
  config: GatewayConfig | null;
  issues: PathIssue[];
  warnings: PathIssue[];
} {
  const parsed = litellmFile.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({
      path: path.map((part) => (typeof part === "symbol" ? String(part) : part)),
      message,
    }));
    return { config: null, issues, warnings: [] };
  }
  const file = parsed.data;
  const issues: PathIssue[] = [];
  const warnings: PathIssue[] = [];
  const shared: Settings = { ...file.litellm_settings, ...file.router_settings };
  const pools = new Map<string, Record<string, unknown> & { replicas: unknown[] }>();
  for (const [index, entry] of file.model_list.entries()) {
    const replica = toReplica(entry, index, issues);
    if (replica === null) continue;
    const pool = pools.get(entry.model_name) ?? newPool(entry, shared, warnings);
    pool.replicas.push(replica);
    pools.set(entry.model_name, pool);
  }
  if (issues.length > 0) return { config: null, issues, warnings };
  const chains = [...(file.litellm_settings?.fallbacks ?? []), ...(file.router_settings?.fallbacks ?? [])];
  for (const [name, pool] of pools) {
    const wanted = chains.flatMap((chain) => chain[name] ?? chain["*"] ?? []);
    pool.fallbacks = [...new Set(wanted)].filter((other) => pools.has(other) && other !== name);
    pool.aliases = aliasesOf(name, shared);
  }
  const masterKey = file.general_settings?.master_key;
  const keys = masterKey === undefined ? [] : [{ key: secretOf(masterKey), name: "master_key" }];
  const config = gatewayConfig.safeParse({ pools: [...pools.values()], keys });
  if (config.success) return { config: config.data, issues, warnings };
  const unfit = config.error.issues.map(({ message, path }) => ({
    path: ["model_list"],
    message: `${path.join(".")}: ${message}`,
  }));
  return { config: null, issues: unfit, warnings };
}

function newPool(
  entry: ModelEntry,
  shared: Settings,
  warnings: PathIssue[],
): Record<string, unknown> & { replicas: unknown[] } {
  const timeout = entry.litellm_params.timeout ?? shared.timeout ?? shared.request_timeout;
  const firstToken = entry.litellm_params.stream_timeout;
  const strategy = strategiesByName[shared.routing_strategy ?? "simple-shuffle"];
  if (strategy === undefined) {
    warnings.push({
      path: ["router_settings", "routing_strategy"],
      message: `"${shared.routing_strategy}" is not known here; two_choices is used.`,
    });
  }
  return {
    name: entry.model_name,
    strategy: strategy ?? "two_choices",
    replicas: [],
    ...(entry.model_info?.base_model === undefined ? {} : { priced_as: entry.model_info.base_model }),
    timeouts: {
      ...(timeout === undefined ? {} : { total_ms: Math.round(timeout * 1_000) }),
      ...(firstToken === undefined ? {} : { first_token_ms: Math.round(firstToken * 1_000) }),
    },
    retries: shared.num_retries === undefined ? {} : { attempts: Math.min(shared.num_retries, 10) },
    breaker: {
      ...(shared.allowed_fails === undefined ? {} : { failures: shared.allowed_fails + 1 }),
      ...(shared.cooldown_time === undefined ? {} : { open_ms: Math.round(shared.cooldown_time * 1_000) }),
    },
  };
}

function toReplica(entry: ModelEntry, index: number, issues: PathIssue[]): unknown {
  const { litellm_params: params, model_info: info } = entry;
  const { provider, model } = splitModel(params.model);
  const known = providers[provider];
  const path = ["model_list", index, "litellm_params"] as const;
  if (known === undefined) {
    issues.push({ path: [...path, "model"], message: `The provider "${provider}" is not known here.` });
    return null;
  }
  const base = params.api_base ?? params.base_url ?? known.url;
  if (base === undefined) {
    issues.push({ path, message: `"${provider}" needs an api_base.` });
    return null;
  }
  return {
    url: base,
    kind: known.kind,
    model,
    ...(known.kind === "azure" ? { deployment: model, api_version: params.api_version ?? "2024-10-21" } : {}),
    ...(params.api_key === undefined ? {} : { api_key: secretOf(params.api_key) }),
    ...(params.weight === undefined ? {} : { weight: params.weight }),
    ...(params.max_parallel_requests === undefined ? {} : { max_concurrency: params.max_parallel_requests }),
    ...(params.extra_headers === undefined ? {} : { headers: params.extra_headers }),
    ...(info?.max_input_tokens === undefined ? {} : { context_length: info.max_input_tokens }),
    ...(info?.max_output_tokens === undefined ? {} : { max_output_tokens: info.max_output_tokens }),
    ...(info?.supports_function_calling === undefined ? {} : { tools: info.supports_function_calling }),
    ...(info?.drain === true ? { drain: true } : {}),
    modalities: [
      "text",
      ...(info?.supports_vision === false ? [] : ["image"]),
      ...(info?.supports_audio_input === true ? ["audio"] : []),
    ],
  };
}

/** A model without a prefix belongs to whom its name says. */
function splitModel(text: string): { provider: string; model: string } {
  const slash = text.indexOf("/");
  const prefix = slash === -1 ? "" : text.slice(0, slash);
  if (prefix in providers) return { provider: prefix, model: text.slice(slash + 1) };
  if (/^claude/i.test(text)) return { provider: "anthropic", model: text };
  if (/^gemini/i.test(text)) return { provider: "gemini", model: text };
  if (/^command/i.test(text)) return { provider: "cohere", model: text };
  if (/^(gpt|o\d|chatgpt|text-embedding|ft:|whisper|tts|omni-moderation)/i.test(text)) {
    return { provider: "openai", model: text };
  }
  return { provider: prefix === "" ? text : prefix, model: text };
}

function aliasesOf(name: string, shared: Settings): string[] {
  return Object.entries(shared.model_group_alias ?? {})
    .filter(([, target]) => (typeof target === "string" ? target : target.model) === name)
    .map(([alias]) => alias);
}

function secretOf(text: string): string {
  return text.startsWith("os.environ/") ? `env:${text.slice("os.environ/".length)}` : text;
}
