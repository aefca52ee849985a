import { setImmediate as nextTurn } from "node:timers/promises";
import type { IngestEvent, IngestSource } from "@plumbline/contracts/events";
import { type AcceptResult, acceptEvents } from "@plumbline/ingestion/accept-events";
import type { RouteDeps } from "../deps.ts";

const bytesPerTurn = 256 * 1024;
const eventsPerTurn = 64;

/**
 * Accepts the events of one request, a chunk per turn of the event loop, and resolves when all of them
 * are durable. `requestBytes` only sizes the chunks. `index` in the result points into `events`.
 */
export async function acceptInChunks(
  deps: RouteDeps,
  input: { projectId: string; source: IngestSource; events: IngestEvent[]; requestBytes: number },
): Promise<AcceptResult> {
  const { events, projectId, source } = input;
  const size = chunkSize(events.length, input.requestBytes);
  const accepting: Promise<AcceptResult>[] = [];
  for (let start = 0; start < events.length; start += size) {
    if (start > 0) await nextTurn();
    accepting.push(
      acceptEvents(
        {
          journal: deps.journal,
          clock: deps.clock,
          metrics: deps.metrics,
          scoreConfigs: deps.scoreConfigs,
        },
        { projectId, source, events: events.slice(start, start + size) },
      ),
    );
  }
  const total: AcceptResult = { accepted: 0, rejected: [] };
  for (const [chunk, outcome] of (await Promise.allSettled(accepting)).entries()) {
    if (outcome.status === "rejected") throw outcome.reason;
    total.accepted += outcome.value.accepted;
    for (const rejection of outcome.value.rejected) {
      total.rejected.push({ ...rejection, index: rejection.index + chunk * size });
    }
  }
  return total;
}

function chunkSize(events: number, bytes: number): number {
  const fitting = Math.floor((events * bytesPerTurn) / Math.max(bytes, 1));
  return Math.min(eventsPerTurn, Math.max(1, fitting));
}
