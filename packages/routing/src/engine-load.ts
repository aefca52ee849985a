import { readLabels, readSamples } from "./read-exposition.ts";

/** What an engine says of itself on /metrics, summed over its data-parallel ranks. Absent: not told. */
export interface EngineLoad {
  running: number;
  waiting: number;
  /** Share of the KV cache in use, 0–1, of the fullest rank. */
  kvCacheUse?: number;
  /** Since its start; tokens, not calls. */
  prefixQueriedTokens?: number;
  prefixHitTokens?: number;
  promptTokens?: number;
  generatedTokens?: number;
  preemptions?: number;
  /** What the prefix cache holds, of all ranks together. */
  cacheTokens?: number;
}

type Field = keyof EngineLoad;
type Fold = "sum" | "max";

/** Names of vLLM (new, then those before 0.9), SGLang and TGI. The first name that is there counts. */
const sources: readonly { field: Field; fold: Fold; names: readonly string[] }[] = [
  {
    field: "running",
    fold: "sum",
    names: ["vllm:num_requests_running", "sglang:num_running_reqs", "tgi_batch_current_size"],
  },
  {
    field: "waiting",
    fold: "sum",
    names: ["vllm:num_requests_waiting", "sglang:num_queue_reqs", "tgi_queue_size"],
  },
  {
    field: "kvCacheUse",
    fold: "max",
    names: ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc", "sglang:token_usage"],
  },
  {
    field: "prefixQueriedTokens",
    fold: "sum",
    names: ["vllm:prefix_cache_queries_total", "vllm:gpu_prefix_cache_queries_total"],
  },
  {
    field: "prefixHitTokens",
    fold: "sum",
    names: ["vllm:prefix_cache_hits_total", "vllm:gpu_prefix_cache_hits_total"],
  },
  {
    field: "promptTokens",
    fold: "sum",
    names: ["vllm:prompt_tokens_total", "sglang:prompt_tokens_total"],
  },
  {
    field: "generatedTokens",
    fold: "sum",
    names: ["vllm:generation_tokens_total", "sglang:generation_tokens_total"],
  },
  { field: "preemptions", fold: "sum", names: ["vllm:num_preemptions_total"] },
];

const cacheName = "vllm:cache_config_info";

/** Blocks of the prefix cache times what one holds; 0 when the labels do not tell. */
function cacheTokensIn(labelText: string): number {
  const labels = readLabels(labelText);
  return Number(labels.get("block_size")) * Number(labels.get("num_gpu_blocks")) || 0;
}

/** null when the page names neither running nor waiting requests: then nothing is known of the load. */
export function readEngineLoad(page: string): EngineLoad | null {
  const values = new Map<string, number[]>();
  let cacheTokens = 0;
  for (const { name, labelText, value } of readSamples(page)) {
    if (name === cacheName) cacheTokens += cacheTokensIn(labelText);
    if (!Number.isFinite(value) || value < 0) continue;
    const seen = values.get(name);
    if (seen === undefined) values.set(name, [value]);
    else seen.push(value);
  }
  const load: EngineLoad = { running: 0, waiting: 0 };
  let knows = false;
  for (const { field, fold, names } of sources) {
    const found = names.map((name) => values.get(name)).find((list) => list !== undefined);
    if (found === undefined) continue;
    load[field] = fold === "sum" ? found.reduce((total, value) => total + value, 0) : Math.max(...found);
    if (field === "running" || field === "waiting") knows = true;
  }
  if (cacheTokens > 0 && Number.isFinite(cacheTokens)) load.cacheTokens = cacheTokens;
  return knows ? load : null;
}
