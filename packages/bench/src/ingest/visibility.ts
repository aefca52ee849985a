import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "./api-client.ts";
import type { RequestStream } from "./request-stream.ts";

const pollMs = 20;
const giveUpMs = 60_000;
const backgroundEveryMs = 100;

function observationsOf(text: string): number {
  const trace: unknown = JSON.parse(text);
  if (typeof trace !== "object" || trace === null || !("observations" in trace)) return 0;
  return Array.isArray(trace.observations) ? trace.observations.length : 0;
}

/**
 * Milliseconds from the acknowledgement of a trace until the read API returns all its spans, one probe
 * after another, while ten requests a second go on beside them.
 */
export async function runVisibility(
  client: ApiClient,
  stream: RequestStream,
  probes: number,
): Promise<{ tookMs: number[]; missing: number }> {
  const background = setInterval(() => {
    client.sendOtlp(stream.next(Date.now()).body).catch(() => undefined);
  }, backgroundEveryMs);
  const tookMs: number[] = [];
  let missing = 0;
  try {
    for (let probe = 0; probe < probes; probe += 1) {
      const { body, spans, traceId } = stream.next(Date.now());
      const { status } = await client.sendOtlp(body);
      const ackedAt = performance.now();
      if (status !== 200) throw new Error(`A probe was refused with ${status}.`);
      for (;;) {
        const answer = await client.get(`/api/public/traces/${traceId}`);
        const elapsedMs = performance.now() - ackedAt;
        if (answer.status === 200 && observationsOf(answer.text) === spans) {
          tookMs.push(elapsedMs);
          break;
        }
        if (elapsedMs > giveUpMs) {
          missing += 1;
          break;
        }
        await sleep(pollMs);
      }
      // Not in step with anything that happens periodically.
      await sleep((probe * 37) % 150);
    }
  } finally {
    clearInterval(background);
  }
  return { tookMs, missing };
}
