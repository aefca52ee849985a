import type { ApiClient } from "./api-client.ts";
import type { RequestStream } from "./request-stream.ts";

export interface LatencyRun {
  smallClient: ApiClient;
  largeClient: ApiClient;
  small: RequestStream;
  large: RequestStream;
  smallPerSecond: number;
  seconds: number;
}

export interface LatencyResult {
  smallMs: number[];
  largeMs: number[];
  refused: number;
}

/**
 * Open loop: every request leaves when it is due whatever became of the ones before, and its latency
 * counts from when it was due, so that a stall is not hidden by the requests it held back.
 */
export async function runAckLatency(run: LatencyRun): Promise<LatencyResult> {
  const result: LatencyResult = { smallMs: [], largeMs: [], refused: 0 };
  const open = new Set<Promise<void>>();
  const fire = (client: ApiClient, stream: RequestStream, dueAt: number, into: number[]): void => {
    const { body } = stream.next(Date.now());
    const answered = client.sendOtlp(body).then(
      ({ status }) => {
        if (status === 200) into.push(performance.now() - dueAt);
        else result.refused += 1;
      },
      () => {
        result.refused += 1;
      },
    );
    open.add(answered);
    void answered.finally(() => open.delete(answered));
  };
  const startedAt = performance.now();
  const smallEveryMs = 1000 / run.smallPerSecond;
  const smallCount = run.seconds * run.smallPerSecond;
  let small = 0;
  let large = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsedMs = performance.now() - startedAt;
      for (; small < smallCount && small * smallEveryMs <= elapsedMs; small += 1)
        fire(run.smallClient, run.small, startedAt + small * smallEveryMs, result.smallMs);
      // Half a second off, to fall between two small ones like any other moment.
      for (; large < run.seconds && large * 1000 + 502 <= elapsedMs; large += 1)
        fire(run.largeClient, run.large, startedAt + large * 1000 + 502, result.largeMs);
      if (small < smallCount || large < run.seconds) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  await Promise.all(open);
  return result;
}
