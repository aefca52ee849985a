import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "./api-client.ts";
import { type CpuReading, cpuBetween, readCpu } from "./process-usage.ts";
import type { RequestStream } from "./request-stream.ts";
import { readBacklog, scrape, untilCommitted } from "./scrape.ts";

export interface ThroughputRun {
  apiUrl: string;
  client: ApiClient;
  stream: RequestStream;
  pids: { api: number; clickhouse: number };
  spansPerSecond: number;
  seconds: number;
  inFlight: number;
  /** Merges are part of what the spans cost. */
  untilMerged(): Promise<void>;
}

export interface ThroughputResult {
  acceptedSpans: number;
  sendSeconds: number;
  /** From the first request until everything was in ClickHouse. */
  committedSeconds: number;
  refusals: Map<number, number>;
  partialAnswers: number;
  maxLagSeconds: number;
  lagAtEndSeconds: number;
  cpu: CpuReading;
  /** Seconds by stage, as the API counts them. */
  stages: Map<string, number>;
}

/**
 * Requests at an even rate with a bound on those in flight: when the API is slower than the rate, the
 * bound holds the senders back and the rate that was reached is the result. Refused requests are sent
 * again after Retry-After.
 */
export async function runThroughput(run: ThroughputRun): Promise<ThroughputResult> {
  const refusals = new Map<number, number>();
  let acceptedSpans = 0;
  let partialAnswers = 0;
  let maxLagSeconds = 0;
  let lagAtEndSeconds = 0;
  const stagesBefore = (await scrape(run.apiUrl)).byLabel("plumbline_ingest_cpu_seconds_total", "stage");
  const cpuBefore = readCpu(run.pids);
  const startedAt = performance.now();
  const endsAt = startedAt + run.seconds * 1000;

  const lagTimer = setInterval(() => {
    readBacklog(run.apiUrl).then(
      ({ lagSeconds }) => {
        maxLagSeconds = Math.max(maxLagSeconds, lagSeconds);
        lagAtEndSeconds = lagSeconds;
      },
      () => undefined,
    );
  }, 1000);

  let slot = 0;
  const spanMs = 1000 / run.spansPerSecond;
  const send = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const waitMs = startedAt + slot * spanMs - performance.now();
      const { body, spans } = run.stream.next(Date.now());
      slot += spans;
      if (waitMs > 0) await sleep(waitMs);
      if (performance.now() >= endsAt) return;
      for (;;) {
        const { status, text, retryAfterSeconds } = await run.client.sendOtlp(body);
        if (status === 200) {
          acceptedSpans += spans;
          if (text.length > 0) partialAnswers += 1;
          break;
        }
        refusals.set(status, (refusals.get(status) ?? 0) + 1);
        if (status !== 429 && status !== 503) break;
        await sleep(retryAfterSeconds * 1000);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: run.inFlight }, send));
  } finally {
    clearInterval(lagTimer);
  }
  const sendSeconds = (performance.now() - startedAt) / 1000;
  await untilCommitted(run.apiUrl);
  const committedSeconds = (performance.now() - startedAt) / 1000;
  await run.untilMerged();
  const cpu = cpuBetween(cpuBefore, readCpu(run.pids));
  const stagesAfter = (await scrape(run.apiUrl)).byLabel("plumbline_ingest_cpu_seconds_total", "stage");
  const stages = new Map(
    [...stagesAfter].map(([stage, value]) => [stage, value - (stagesBefore.get(stage) ?? 0)]),
  );
  return {
    acceptedSpans,
    sendSeconds,
    committedSeconds,
    refusals,
    partialAnswers,
    maxLagSeconds,
    lagAtEndSeconds,
    cpu,
    stages,
  };
}
