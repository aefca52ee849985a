import { isAmount } from "./is-amount.ts";
import { createLabelCap } from "./label-cap.ts";
import { llmMetricTable as table } from "./llm-metric-table.ts";
import type { ObservedGeneration } from "./llm-metrics.ts";
import type { HistogramSeries, Metrics } from "./metrics.ts";
import { once, remember } from "./remember.ts";

type ObserveGenAi = (generation: ObservedGeneration, model: string, errorType: string | null) => void;

/** What is not known of a call is "" here, and no label there. */
interface CallSeries {
  tokens: (type: "input" | "output") => HistogramSeries;
  /** By the class of error; "" for calls without one. */
  durations: (errorType: string) => readonly HistogramSeries[];
  firstToken: () => HistogramSeries | null;
  perToken: () => HistogramSeries | null;
}

/** The metrics of the GenAI conventions: the client's, and the server's where the process serves calls. */
export function declareGenAi(metrics: Metrics, { serves }: { serves: boolean }): ObserveGenAi {
  const providers = createLabelCap(50);
  const operations = createLabelCap(20);
  const find = declare(metrics, serves);
  return (generation, model, errorType) => {
    const { durationMs, inputTokens, outputTokens, firstTokenMs } = generation;
    const operation = operations(generation.operation ?? "");
    const series = find(model)(operation)(providers(generation.provider ?? ""));
    if (isAmount(inputTokens)) series.tokens("input").observe(inputTokens);
    if (isAmount(outputTokens)) series.tokens("output").observe(outputTokens);
    if (!isAmount(durationMs)) return;
    for (const each of series.durations(errorType ?? "")) each.observe(durationMs / 1_000);
    if (!serves || generation.status !== "success" || !isAmount(firstTokenMs)) return;
    series.firstToken()?.observe(firstTokenMs / 1_000);
    if (!isAmount(outputTokens) || outputTokens < 2 || durationMs < firstTokenMs) return;
    series.perToken()?.observe((durationMs - firstTokenMs) / (outputTokens - 1) / 1_000);
  };
}

type Find = (model: string) => (operation: string) => (provider: string) => CallSeries;

function declare(metrics: Metrics, serves: boolean): Find {
  const tokens = metrics.seriesHistogram(table.clientTokens);
  const durations = [metrics.seriesHistogram(table.clientDuration)];
  if (serves) durations.push(metrics.seriesHistogram(table.serverDuration));
  const firstToken = serves ? metrics.seriesHistogram(table.timeToFirstToken) : null;
  const perToken = serves ? metrics.seriesHistogram(table.timePerOutputToken) : null;
  const create = (model: string, operation: string, provider: string): CallSeries => {
    const labels = {
      ...(operation === "" ? {} : { gen_ai_operation_name: operation }),
      ...(provider === "" ? {} : { gen_ai_provider_name: provider }),
      gen_ai_request_model: model,
    };
    return {
      tokens: remember((type) => tokens.series({ ...labels, gen_ai_token_type: type })),
      durations: remember((type) =>
        durations.map((each) => each.series(type === "" ? labels : { ...labels, error_type: type })),
      ),
      firstToken: once(() => firstToken?.series(labels) ?? null),
      perToken: once(() => perToken?.series(labels) ?? null),
    };
  };
  return remember((model) =>
    remember((operation) => remember((provider) => create(model, operation, provider))),
  );
}
