import { setImmediate as nextTurn } from "node:timers/promises";
import { ingestMetrics } from "@plumbline/ingestion/ingest-metrics";
import type { DecodeDeps } from "../deps.ts";

/** One step a turn of the event loop; only the steps count as decoding, not the waiting between them. */
export async function inTurns(deps: Pick<DecodeDeps, "metrics">, turns: Generator<void>): Promise<void> {
  const instruments = ingestMetrics(deps.metrics);
  for (let isDone = false; !isDone; ) {
    const startedAt = performance.now();
    isDone = turns.next().done === true;
    instruments.addCpuSeconds("decode", (performance.now() - startedAt) / 1_000);
    if (!isDone) await nextTurn();
  }
}
