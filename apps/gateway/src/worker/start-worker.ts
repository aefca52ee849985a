import { setTimeout as sleep } from "node:timers/promises";
import { createPriceBook } from "@plumbline/pricing/price-book";
import { translators } from "@plumbline/providers/translate/table";
import { systemClock } from "@plumbline/runtime/clock";
import type { Logger } from "@plumbline/runtime/logger";
import { createMetrics } from "@plumbline/runtime/metrics";
import { configureShutdown, onShutdown, shutdown } from "@plumbline/runtime/shutdown";
import type { GatewayEnv } from "../env.ts";
import type { ToPrimary, ToWorker } from "../messages.ts";
import { createRecorder } from "../record/write-record.ts";
import { createWorker } from "./create-worker.ts";
import { adoptJournals, openWorkerJournal } from "./open-journals.ts";
import { createPageDesk } from "./page-desk.ts";

const snapshotWaitMs = 2_000;
/** Shorter calls are not worth a second record; of them a killed process leaves no trace. */
const noteAfterMs = 1_000;

/** One process that takes calls. It ends when the primary says so, or is gone. */
export async function startWorker(env: GatewayEnv, index: number, logger: Logger): Promise<void> {
  const drainMs = env.GATEWAY_DRAIN_SECONDS * 1_000;
  configureShutdown({ logger, deadlineMs: drainMs + 8_000 });
  const post = (message: ToPrimary): void => {
    if (process.connected) process.send?.(message);
  };
  const metrics = createMetrics({ process: "gateway" });
  const onFailure = (): void => void shutdown("the journal could not write", 1);
  const { journal, close } = await openWorkerJournal(index, { env, logger, metrics, onFailure });
  onShutdown("journal", close);
  const lost = metrics.counter({
    name: "plumbline_gateway_lost_records_total",
    help: "Calls that were answered and whose record could not be written.",
  });
  const pages = createPageDesk(metrics, post);
  const worker = createWorker({
    post,
    pepper: env.PLUMBLINE_KEY_PEPPER,
    maxBodyBytes: env.GATEWAY_MAX_BODY_BYTES,
    clock: systemClock,
    prices: createPriceBook(),
    translators,
    recordCall: createRecorder({ journal, onLost: () => lost.inc() }),
    noteAfterMs,
    metrics,
    logger,
    readiness: () => ({ journal: journal.stats().failed ? "cannot write" : "ok" }),
    scrape: pages.scrape,
  });
  const served = new Promise<void>((resolve) => {
    process.on("message", (message: ToWorker) => {
      if (pages.receive(message)) return;
      if (message.type === "drain") void shutdown("the gateway shuts down");
      else worker.receive(message);
      if (message.type === "snapshot") resolve();
    });
  });
  post({ type: "hello" });
  // A worker that takes the place of another shall refuse nobody for want of a snapshot.
  await Promise.race([served, sleep(snapshotWaitMs)]);
  await new Promise<void>((resolve, reject) => {
    worker.server.once("error", reject);
    worker.server.listen(env.GATEWAY_PORT, env.GATEWAY_HOST, resolve);
  });
  onShutdown("http", () => worker.drain(drainMs));
  post({ type: "ready" });
  await adoptJournals(index, { env, logger, onFailure });
}
