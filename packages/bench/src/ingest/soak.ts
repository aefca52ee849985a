import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "./api-client.ts";
import { percentile } from "./percentile.ts";
import { residentBytes } from "./process-usage.ts";
import type { RequestStream } from "./request-stream.ts";
import { readBacklog } from "./scrape.ts";

export interface SoakRun {
  apiUrl: string;
  client: ApiClient;
  stream: RequestStream;
  pids: { api: number; clickhouse: number };
  spansPerSecond: number;
  seconds: number;
  inFlight: number;
  onMinute: (minute: SoakMinute) => void;
}

export interface SoakMinute {
  atSeconds: number;
  acceptedSpans: number;
  refused: number;
  api: Resident;
  clickhouse: Resident;
  lagSeconds: number;
}

/** Memory within a minute: merges take some and give it back, so that one look tells nothing. */
export interface Resident {
  medianBytes: number;
  maxBytes: number;
}

const everySeconds = 60;
const lookMs = 500;

/** Looks at a process all the time; `take` tells of the time since the last call. */
function watchMemory(pid: number): { take(): Resident; stop(): void } {
  let looks: number[] = [];
  const look = () => void looks.push(residentBytes(pid));
  const timer = setInterval(look, lookMs);
  return {
    take() {
      if (looks.length === 0) look();
      const taken = { medianBytes: percentile(looks, 50), maxBytes: Math.max(...looks) };
      looks = [];
      return taken;
    },
    stop: () => clearInterval(timer),
  };
}

/** An even rate for long; what the processes hold is told each minute, and at the end when that is long after. */
export async function runSoak(run: SoakRun): Promise<void> {
  let accepted = 0;
  let refused = 0;
  let slot = 0;
  const api = watchMemory(run.pids.api);
  const clickhouse = watchMemory(run.pids.clickhouse);
  const startedAt = performance.now();
  const endsAt = startedAt + run.seconds * 1000;
  const tell = async (): Promise<void> => {
    const { lagSeconds } = await readBacklog(run.apiUrl);
    run.onMinute({
      atSeconds: (performance.now() - startedAt) / 1000,
      acceptedSpans: accepted,
      refused,
      api: api.take(),
      clickhouse: clickhouse.take(),
      lagSeconds,
    });
    accepted = 0;
  };
  const timer = setInterval(() => void tell().catch(() => undefined), everySeconds * 1000);
  const send = async (): Promise<void> => {
    for (;;) {
      const dueAt = startedAt + (slot / run.spansPerSecond) * 1000;
      const { body, spans } = run.stream.next(Date.now());
      slot += spans;
      const waitMs = dueAt - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      if (performance.now() >= endsAt) return;
      const { status } = await run.client.sendOtlp(body);
      if (status === 200) accepted += spans;
      else refused += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: run.inFlight }, send));
  } finally {
    clearInterval(timer);
    api.stop();
    clickhouse.stop();
  }
  if (run.seconds % everySeconds > everySeconds / 2 || run.seconds < everySeconds) await tell();
}
