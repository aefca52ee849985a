import type { Bench } from "./bench.ts";
import { openClickHouseHttp } from "./clickhouse-http.ts";
import { buildTemplate } from "./otlp-template.ts";
import { type Line, micros, printTable } from "./report.ts";
import { RequestStream } from "./request-stream.ts";
import { runThroughput } from "./throughput.ts";

const spansPerSecond = 3000;

/**
 * Model calls without messages wait for log events that may bring them, so they take another way than
 * complete spans. The same calls with messages are sent first, at the same rate.
 */
export async function compareBareGenerations(bench: Bench): Promise<void> {
  const { product, settings, pids, client } = bench;
  const lines: Line[] = [];
  const costs: number[] = [];
  for (const calls of ["usual", "bare"] as const) {
    const seed = settings.seed + 70;
    const template = buildTemplate({ seed, spans: 100, spansPerTrace: 10, spanBytes: 1080, calls });
    const result = await runThroughput({
      apiUrl: product.apiUrl,
      client,
      stream: new RequestStream([template], calls === "bare" ? seed : seed + 1),
      pids,
      spansPerSecond,
      seconds: settings.bareSeconds,
      inFlight: settings.inFlight,
      untilMerged: () => openClickHouseHttp(product.clickhouseUrl).untilMerged(),
    });
    const { api, clickhouse } = result.cpu;
    costs.push((api + clickhouse) / result.acceptedSpans);
    lines.push(
      {
        label: calls === "bare" ? "Without messages" : "With messages",
        value: micros(api + clickhouse, result.acceptedSpans),
      },
      { label: "  of it the API", value: micros(api, result.acceptedSpans) },
      { label: "  backlog at most", value: `${result.maxLagSeconds.toFixed(1)} s` },
    );
  }
  const [usual = 0, bare = 0] = costs;
  lines.push({
    label: "Without, of the cost with",
    value: `${(bare / usual).toFixed(2)} ×`,
    target: "≤ 2 ×",
  });
  printTable(
    `Nine model calls and their root a trace, CPU per span of API and ClickHouse, ${spansPerSecond} spans/s for ${settings.bareSeconds} s each`,
    lines,
  );
}
