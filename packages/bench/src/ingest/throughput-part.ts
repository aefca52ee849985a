import type { Bench } from "./bench.ts";
import { openClickHouseHttp } from "./clickhouse-http.ts";
import { printProfiles } from "./print-profiles.ts";
import { startProfile } from "./profile.ts";
import { type Line, mebibytes, micros, printTable, rate } from "./report.ts";
import { RequestStream } from "./request-stream.ts";
import { runThroughput, type ThroughputResult } from "./throughput.ts";
import { runYardstick, type YardstickResult } from "./yardstick.ts";

/** Spans a second that reached ClickHouse. */
export async function measureThroughput(bench: Bench): Promise<number> {
  const { product, settings, pids, client, resident } = bench;
  const profile = settings.profileDirectory === null ? null : await startProfile(pids.api);
  const result = await runThroughput({
    apiUrl: product.apiUrl,
    client,
    stream: new RequestStream(bench.usual, settings.seed),
    pids,
    spansPerSecond: settings.spansPerSecond,
    seconds: settings.seconds,
    inFlight: settings.inFlight,
    untilMerged: () => openClickHouseHttp(product.clickhouseUrl).untilMerged(),
  });
  const profiles = await profile?.stop();
  const refusals = [...result.refusals].map(([status, count]) => `${count} × ${status}`).join(", ");
  printTable(
    `Throughput: ${settings.seconds} s at ${settings.spansPerSecond} spans/s, generator on the same cores`,
    [
      {
        label: "Accepted",
        value: `${rate(result.acceptedSpans, result.sendSeconds)} (${result.acceptedSpans} spans)`,
        target: "≥ 8,000/s",
      },
      { label: "In ClickHouse", value: rate(result.acceptedSpans, result.committedSeconds) },
      {
        label: "Backlog",
        value: `${result.lagAtEndSeconds.toFixed(1)} s at the end, ${result.maxLagSeconds.toFixed(1)} s at most`,
        target: "≤ 2 s",
      },
      {
        label: "All committed after",
        value: `${(result.committedSeconds - result.sendSeconds).toFixed(1)} s more`,
      },
      { label: "Refused", value: refusals === "" ? "none" : refusals },
      { label: "Partial successes", value: String(result.partialAnswers) },
      { label: "RSS of the API", value: mebibytes(resident.takeMaxBytes()), target: "≤ 500 MiB" },
    ],
  );
  printTable("CPU per span of the API, by the stages that it counts itself", stageLines(result));
  if (profiles && settings.profileDirectory !== null) {
    printProfiles(profiles, result.acceptedSpans, settings.profileDirectory);
  }
  const yardstick =
    settings.yardstickRows > 0
      ? await runYardstick({
          clickhouseUrl: product.clickhouseUrl,
          pids,
          directory: bench.scratch,
          maxRows: settings.yardstickRows,
          rowsPerSecond: result.acceptedSpans / result.committedSeconds,
        })
      : null;
  printCpu(result, yardstick);
  return result.acceptedSpans / result.committedSeconds;
}

function stageLines(result: ThroughputResult): Line[] {
  const lines = [...result.stages].map(([stage, seconds]) => ({
    label: stage,
    value: micros(seconds, result.acceptedSpans),
  }));
  return lines.length > 0 ? lines : [{ label: "stages", value: "not exposed" }];
}

function printCpu(result: ThroughputResult, yardstick: YardstickResult | null): void {
  const spans = result.acceptedSpans;
  const { api, clickhouse, generator } = result.cpu;
  const lines: Line[] = [
    { label: "API process", value: micros(api, spans) },
    { label: "ClickHouse process, merges included", value: micros(clickhouse, spans) },
    { label: "Product", value: micros(api + clickhouse, spans) },
    { label: "Generator (not counted)", value: micros(generator, spans) },
  ];
  if (yardstick) {
    const { rows, batches, cpu } = yardstick;
    const raw = (cpu.clickhouse + cpu.generator) / rows;
    const above = (api + clickhouse) / spans - raw;
    const size = `${rows} rows in ${batches} batches, ${yardstick.bytesPerRow.toFixed(0)} bytes a row`;
    lines.push(
      { label: "Raw insert of the same rows", value: size },
      { label: "  ClickHouse process", value: micros(cpu.clickhouse, rows) },
      { label: "  inserting client", value: micros(cpu.generator, rows) },
      { label: "  together", value: micros(raw, 1) },
      { label: "Product above raw insert", value: micros(above, 1), target: "≤ 60 µs" },
    );
  }
  printTable("CPU per span, user and system time of whole processes", lines);
}
