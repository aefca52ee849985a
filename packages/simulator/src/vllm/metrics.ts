import type { Engine } from "../engine/engine.ts";
import type { EngineMetrics } from "../engine/engine-metrics.ts";
import type { Histogram } from "../engine/histogram.ts";
import { MetricPage } from "../http/metric-page.ts";
import type { ServerState } from "./server-state.ts";

type Read = (engine: Engine) => number;

const gauges: ReadonlyArray<[name: string, help: string, read: Read]> = [
  ["num_requests_running", "Number of requests in model execution batches.", ({ running }) => running],
  ["num_requests_waiting", "Number of requests waiting to be processed.", ({ waiting }) => waiting],
];

/** Name now, name before 0.9. */
const renamedGauge = ["kv_cache_usage_perc", "gpu_cache_usage_perc"] as const;
const renamedCounters: ReadonlyArray<[name: string, legacy: string, help: string, read: Read]> = [
  [
    "prefix_cache_queries",
    "gpu_prefix_cache_queries",
    "Prefix cache queries, in terms of number of queried tokens.",
    ({ metrics }) => metrics.prefixQueries,
  ],
  [
    "prefix_cache_hits",
    "gpu_prefix_cache_hits",
    "Prefix cache hits, in terms of number of cached tokens.",
    ({ metrics }) => metrics.prefixHits,
  ],
];

const counters: ReadonlyArray<[name: string, help: string, read: Read]> = [
  [
    "num_preemptions",
    "Cumulative number of preemption from the engine.",
    ({ metrics }) => metrics.preemptions,
  ],
  ["prompt_tokens", "Number of prefill tokens processed.", ({ metrics }) => metrics.promptTokens],
  ["generation_tokens", "Number of generation tokens processed.", ({ metrics }) => metrics.generationTokens],
];

const histograms: ReadonlyArray<[name: string, help: string, read: (metrics: EngineMetrics) => Histogram]> = [
  ["time_to_first_token_seconds", "Histogram of time to first token in seconds.", (m) => m.firstToken],
  ["e2e_request_latency_seconds", "Histogram of e2e request latency in seconds.", (m) => m.endToEnd],
  ["request_queue_time_seconds", "Histogram of time spent in WAITING phase for request.", (m) => m.queued],
  [
    "request_inference_time_seconds",
    "Histogram of time spent in RUNNING phase for request.",
    (m) => m.inference,
  ],
  ["request_prefill_time_seconds", "Histogram of time spent in PREFILL phase for request.", (m) => m.prefill],
  ["request_decode_time_seconds", "Histogram of time spent in DECODE phase for request.", (m) => m.decode],
  ["request_prompt_tokens", "Number of prefill tokens processed.", (m) => m.requestPromptTokens],
  ["request_generation_tokens", "Number of generation tokens processed.", (m) => m.requestGenerationTokens],
  ["iteration_tokens_total", "Histogram of number of tokens per engine_step.", (m) => m.stepTokens],
];

const itlHelp = "Histogram of inter-token latency in seconds.";
const tpotHelp = "Histogram of time_per_output_token_seconds per request.";

/** The page of a whole server: one series per engine. */
export function metricsText(state: ServerState): string {
  const { settings, drivers } = state;
  const page = new MetricPage();
  const modelName = settings.models[0] ?? "";
  const engines = drivers.map(({ engine }, index) => ({
    engine,
    labels: { model_name: modelName, engine: index },
  }));
  const addGauge = (name: string, help: string, read: Read): void => {
    page.family(`vllm:${name}`, "gauge", help);
    for (const { engine, labels } of engines) page.sample(`vllm:${name}`, labels, read(engine));
  };
  const addCounter = (name: string, help: string, read: Read): void => {
    page.family(`vllm:${name}_total`, "counter", help);
    for (const { engine, labels } of engines) page.sample(`vllm:${name}_total`, labels, read(engine));
  };
  const addHistogram = (name: string, help: string, read: (metrics: EngineMetrics) => Histogram): void => {
    page.family(`vllm:${name}`, "histogram", help);
    for (const { engine, labels } of engines) page.histogram(`vllm:${name}`, labels, read(engine.metrics));
  };
  const legacy = settings.legacyMetrics;
  for (const [name, help, read] of gauges) addGauge(name, help, read);
  addGauge(
    renamedGauge[legacy ? 1 : 0],
    "KV-cache usage. 1 means 100 percent usage.",
    ({ cache }) => cache.usage,
  );
  for (const [name, before, help, read] of renamedCounters) addCounter(legacy ? before : name, help, read);
  for (const [name, help, read] of counters) addCounter(name, help, read);
  addFinished(page, engines);
  for (const [name, help, read] of histograms) addHistogram(name, help, read);
  if (legacy) addHistogram("time_per_output_token_seconds", itlHelp, (metrics) => metrics.interToken);
  else {
    addHistogram("inter_token_latency_seconds", itlHelp, (metrics) => metrics.interToken);
    addHistogram("request_time_per_output_token_seconds", tpotHelp, (metrics) => metrics.perOutputToken);
  }
  addInfo(page, state);
  return page.text;
}

type Series = ReadonlyArray<{ engine: Engine; labels: { model_name: string; engine: number } }>;

function addFinished(page: MetricPage, engines: Series): void {
  page.family("vllm:request_success_total", "counter", "Count of successfully processed requests.");
  for (const { engine, labels } of engines) {
    for (const [reason, count] of Object.entries(engine.metrics.finished)) {
      page.sample("vllm:request_success_total", { ...labels, finished_reason: reason }, count);
    }
  }
}

function addInfo(page: MetricPage, { settings, drivers, admissionRejections }: ServerState): void {
  const { blockSize, numGpuBlocks } = settings.profile;
  page.family("vllm:cache_config_info", "gauge", "Information of the LLMEngine CacheConfig");
  for (const engine of drivers.keys()) {
    const info = { block_size: blockSize, num_gpu_blocks: numGpuBlocks, enable_prefix_caching: "True" };
    page.sample("vllm:cache_config_info", { ...info, engine }, 1);
  }
  const labels = { model_name: settings.models[0] ?? "", reason: "max_queued_requests" };
  page.family("vllm:admission_rejections_total", "counter", "Requests refused because a queue was full.");
  page.sample("vllm:admission_rejections_total", labels, admissionRejections);
  if (settings.loraAdapters.length === 0) return;
  const lora = {
    max_lora: settings.loraAdapters.length,
    running_lora_adapters: "",
    waiting_lora_adapters: "",
  };
  page.family("vllm:lora_requests_info", "gauge", "Running stats on lora requests.");
  page.sample("vllm:lora_requests_info", lora, Date.now() / 1_000);
}
