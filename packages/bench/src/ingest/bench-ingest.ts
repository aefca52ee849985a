import type { Product } from "@plumbline/testing/product";
import { runAckLatency } from "./ack-latency.ts";
import { createApiClient } from "./api-client.ts";
import { compareBareGenerations } from "./bare-generations.ts";
import type { Bench } from "./bench.ts";
import { runClassic } from "./classic.ts";
import { printDisk, printIdle, printSoak } from "./long-parts.ts";
import { describeMachine } from "./machine.ts";
import { JsonRequestStream } from "./otlp-json.ts";
import { buildTemplate, type TemplateOptions, templateDigest } from "./otlp-template.ts";
import { percentile } from "./percentile.ts";
import { cpuBetween, readCpu, watchResident } from "./process-usage.ts";
import { mebibytes, micros, milliseconds, printTable, rate } from "./report.ts";
import { RequestStream } from "./request-stream.ts";
import { runOtlpJson } from "./run-otlp-json.ts";
import { untilCommitted } from "./scrape.ts";
import type { Settings } from "./settings.ts";
import { measureThroughput } from "./throughput-part.ts";
import { runVisibility } from "./visibility.ts";

const templateCount = 8;
/** 5 MiB of the same spans of about 1 KB. */
const largeSpans = 5_190;

/** Every part in turn, each on what the ones before left behind; prints as it goes. */
export async function benchIngest(
  product: Product,
  settings: Settings,
  { scratch, dataDir }: { scratch: string; dataDir: string },
): Promise<void> {
  printTable(
    "Machine",
    describeMachine(scratch).map(([label, value]) => ({ label, value })),
  );
  const usual = usualTemplates(settings.seed).map(buildTemplate);
  const bytes = usual.reduce((sum, template) => sum + template.bytes.length, 0);
  printTable("Payload", [
    {
      label: "Templates",
      value: `${templateCount} requests of 100 OTLP spans, protobuf, seed ${settings.seed}`,
    },
    { label: "SHA-256", value: templateDigest(usual) },
    { label: "Bytes per span", value: (bytes / templateCount / 100).toFixed(1) },
  ]);
  const pids = { api: product.pidOf("api"), clickhouse: product.pidOf("clickhouse") };
  const client = createApiClient(product.apiUrl, keysOf(product), settings.inFlight);
  const resident = watchResident(pids.api);
  const bench: Bench = { product, settings, scratch, pids, resident, client, usual };
  try {
    await warmUp(bench);
    const reached = settings.seconds > 0 ? await measureThroughput(bench) : null;
    // Before anything else is stored: what is measured are the spans of the first run.
    if (settings.disk) await printDisk(product.clickhouseUrl);
    if (settings.bareSeconds > 0) await compareBareGenerations(bench);
    if (settings.latencySeconds > 0) await ackLatency(bench);
    if (settings.probes > 0) await visibility(bench);
    if (settings.jsonSeconds > 0) await otlpJson(bench);
    if (settings.classicSeconds > 0) await classic(bench);
    if (settings.soakSeconds > 0) {
      const spansPerSecond =
        settings.soakSpansPerSecond ?? Math.round((reached ?? settings.spansPerSecond) * 0.7);
      const stream = new RequestStream(bench.usual, settings.seed + 60);
      const { inFlight, soakSeconds: seconds } = settings;
      await printSoak({ apiUrl: product.apiUrl, client, stream, pids, spansPerSecond, seconds, inFlight });
    }
    if (settings.idleMinutes > 0) await printIdle(dataDir, settings.idleMinutes);
  } finally {
    resident.stop();
    await client.close();
  }
}

function usualTemplates(seed: number): TemplateOptions[] {
  return Array.from({ length: templateCount }, (_, number) => ({
    seed: seed + number,
    spans: 100,
    spansPerTrace: 10,
    spanBytes: 1080,
  }));
}

function keysOf(product: Product): { publicKey: string; secretKey: string } {
  const { publicKey, secretKey } = product.credentials();
  if (publicKey === undefined || secretKey === undefined) throw new Error("The product printed no API keys.");
  return { publicKey, secretKey };
}

/** Compiled code, open connections and a first merge are nobody's throughput. */
async function warmUp({ client, usual, product, settings, resident }: Bench): Promise<void> {
  const stream = new RequestStream(usual, settings.seed + 1000);
  for (let number = 0; number < 100; number += 1) {
    const { status, text } = await client.sendOtlp(stream.next(Date.now()).body);
    if (status !== 200) throw new Error(`The first requests were refused: ${status} ${text.slice(0, 300)}`);
  }
  await untilCommitted(product.apiUrl);
  resident.takeMaxBytes();
}

async function ackLatency(bench: Bench): Promise<void> {
  const { product, settings, resident } = bench;
  const small = buildTemplate({ seed: settings.seed + 20, spans: 5, spansPerTrace: 5, spanBytes: 1080 });
  const large = buildTemplate({
    seed: settings.seed + 21,
    spans: largeSpans,
    spansPerTrace: 20,
    spanBytes: 1080,
  });
  const largeClient = createApiClient(product.apiUrl, keysOf(product), 4);
  const smallClient = createApiClient(product.apiUrl, keysOf(product), 64);
  resident.takeMaxBytes();
  const { smallMs, largeMs, refused } = await runAckLatency({
    smallClient,
    largeClient,
    small: new RequestStream([small], settings.seed + 20),
    large: new RequestStream([large], settings.seed + 21),
    smallPerSecond: 200,
    seconds: settings.latencySeconds,
  });
  await Promise.all([smallClient.close(), largeClient.close()]);
  await untilCommitted(product.apiUrl);
  const largeSize = `${(large.bytes.length / 2 ** 20).toFixed(2)} MiB`;
  printTable(
    `Time to the acknowledgement, open loop, from when each request was due, ${settings.latencySeconds} s`,
    [
      { label: "200/s of 5 spans, p50", value: milliseconds(percentile(smallMs, 50)) },
      { label: "  p99", value: milliseconds(percentile(smallMs, 99)), target: "≤ 50 ms" },
      { label: "  max", value: milliseconds(Math.max(...smallMs)) },
      {
        label: `1/s of ${largeSpans} spans, ${largeSize}, p50`,
        value: milliseconds(percentile(largeMs, 50)),
      },
      { label: "  p99", value: milliseconds(percentile(largeMs, 99)) },
      { label: "  max", value: milliseconds(Math.max(...largeMs)) },
      { label: "Refused", value: String(refused) },
      { label: "RSS of the API", value: mebibytes(resident.takeMaxBytes()), target: "≤ 500 MiB" },
    ],
  );
}

async function visibility(bench: Bench): Promise<void> {
  const { client, settings } = bench;
  const small = buildTemplate({ seed: settings.seed + 30, spans: 5, spansPerTrace: 5, spanBytes: 1080 });
  const stream = new RequestStream([small], settings.seed + 30);
  const { tookMs, missing } = await runVisibility(client, stream, settings.probes);
  printTable(
    `From acknowledged to visible in GET /api/public/traces/{id}, ${settings.probes} probes, light load`,
    [
      { label: "p50", value: milliseconds(percentile(tookMs, 50)) },
      { label: "p95", value: milliseconds(percentile(tookMs, 95)), target: "≤ 2000 ms" },
      { label: "max", value: milliseconds(Math.max(...tookMs)) },
      { label: "Not seen in a minute", value: String(missing) },
    ],
  );
}

async function otlpJson(bench: Bench): Promise<void> {
  const { product, client, settings, resident, pids } = bench;
  resident.takeMaxBytes();
  const stream = new JsonRequestStream(usualTemplates(settings.seed), settings.seed + 50);
  const cpuBefore = readCpu(pids);
  const startedAt = performance.now();
  const result = await runOtlpJson(client, stream, settings.jsonSeconds);
  await untilCommitted(product.apiUrl);
  const committedSeconds = (performance.now() - startedAt) / 1000;
  const cpu = cpuBetween(cpuBefore, readCpu(pids));
  printTable(`OTLP in JSON, the same requests of 100 spans, closed loop, ${settings.jsonSeconds} s`, [
    { label: "Accepted", value: `${rate(result.spans, result.seconds)} (${result.spans} spans)` },
    { label: "In ClickHouse", value: rate(result.spans, committedSeconds) },
    { label: "CPU per span, API and ClickHouse", value: micros(cpu.api + cpu.clickhouse, result.spans) },
    { label: "  of it the API", value: micros(cpu.api, result.spans) },
    { label: "Refused requests", value: String(result.refused) },
    { label: "RSS of the API", value: mebibytes(resident.takeMaxBytes()), target: "≤ 500 MiB" },
  ]);
}

async function classic(bench: Bench): Promise<void> {
  const { product, client, settings, resident, pids } = bench;
  resident.takeMaxBytes();
  const cpuBefore = readCpu(pids);
  const startedAt = performance.now();
  const result = await runClassic(client, settings.classicSeconds, settings.seed + 40);
  await untilCommitted(product.apiUrl);
  const committedSeconds = (performance.now() - startedAt) / 1000;
  const cpu = cpuBetween(cpuBefore, readCpu(pids));
  printTable(`Classic protocol, batches of 100 events, closed loop, ${settings.classicSeconds} s`, [
    { label: "Accepted", value: `${rate(result.events, result.seconds)} (${result.events} events)` },
    { label: "In ClickHouse", value: rate(result.events, committedSeconds), target: "≥ 2,000/s" },
    { label: "CPU per event, API and ClickHouse", value: micros(cpu.api + cpu.clickhouse, result.events) },
    { label: "  of it the API", value: micros(cpu.api, result.events) },
    { label: "Refused", value: String(result.refused) },
    { label: "RSS of the API", value: mebibytes(resident.takeMaxBytes()), target: "≤ 500 MiB" },
  ]);
}
