import type { PriceBook } from "@plumbline/pricing/price-book";
import type { TranslatorTable } from "@plumbline/providers/translator";
import { createRouter } from "@plumbline/routing/router";
import type { Clock } from "@plumbline/runtime/clock";
import type { Logger } from "@plumbline/runtime/logger";
import type { Metrics } from "@plumbline/runtime/metrics";
import type { GatewayDeps, RecordCall } from "../deps.ts";
import type { ToPrimary, ToWorker } from "../messages.ts";
import { createGatewayMetrics } from "../metrics.ts";
import { createGatewayServer, type GatewayServer } from "../server.ts";
import type { Serving } from "../serving.ts";
import { costOfCall } from "./cost-of-call.ts";
import { costOfPool } from "./cost-of-pool.ts";
import { noteLongCalls } from "./note-long-calls.ts";
import { Upstreams } from "./open-serving.ts";
import { createSlots } from "./slots.ts";

export interface WorkerOptions {
  post: (message: ToPrimary) => void;
  pepper: string;
  maxBodyBytes: number;
  clock: Clock;
  prices: PriceBook;
  translators: TranslatorTable;
  recordCall: RecordCall;
  /** Calls that take longer are written down as begun, and again at their end. */
  noteAfterMs?: number;
  metrics: Metrics;
  logger: Logger;
  /** Of the journal and whatever else it needs, beside the snapshot. */
  readiness: () => Record<string, string>;
  scrape: () => Promise<{ text: string; contentType: string }>;
}

export interface GatewayWorker extends GatewayServer {
  receive(message: ToWorker): void;
  /** Lets calls under way end, until the deadline; those that are left are told why. */
  drain(deadlineMs: number): Promise<void>;
}

/** How often news go to the primary. */
const reportMs = 50;
const drainPollMs = 20;

/** All of a worker but its process: its server, its connections and its part of the routing. */
export function createWorker(options: WorkerOptions): GatewayWorker {
  const { post, prices } = options;
  const upstreams = new Upstreams();
  const slots = createSlots(post);
  const router = createRouter({
    now: () => performance.now(),
    random: Math.random,
    costOf: costOfPool(prices, options.clock),
  });
  let serving: Serving | null = null;
  const deps: GatewayDeps = {
    serving: () => serving,
    router,
    slots,
    clock: options.clock,
    random: Math.random,
    translators: options.translators,
    recordCall: options.recordCall,
    metrics: createGatewayMetrics(options.metrics, options),
    costOf: (call) => costOfCall(prices, call),
    maxBodyBytes: options.maxBodyBytes,
  };
  const http = createGatewayServer({
    deps,
    readiness: () => ({ configuration: serving === null ? "not loaded" : "ok", ...options.readiness() }),
    scrape: options.scrape,
  });
  declareOpenStreams(options.metrics, http);
  const timer = setInterval(() => {
    const report = router.takeReport();
    if (report !== null) post({ type: "report", report });
    slots.settle();
  }, reportMs);
  const noting = options.noteAfterMs === undefined ? null : noteLongCalls(http, deps, options.noteAfterMs);

  return {
    ...http,
    receive(message) {
      if (slots.receive(message)) return;
      if (message.type === "view") router.applyView(message.view);
      else if (message.type === "snapshot") {
        router.setPools(message.snapshot.projects);
        slots.setPools(message.snapshot.projects);
        serving = upstreams.open(message.snapshot, options.pepper);
      }
    },
    async drain(deadlineMs) {
      http.stopAccepting();
      const deadline = performance.now() + deadlineMs;
      while (http.underWay.size > 0 && performance.now() < deadline) await sleep(drainPollMs);
      for (const call of http.underWay) call.abort.fire("shutdown");
      // What they still have to say takes a moment to be written.
      const last = performance.now() + 1_000;
      while (http.underWay.size > 0 && performance.now() < last) await sleep(drainPollMs);
      clearInterval(timer);
      noting?.stop();
      http.server.closeAllConnections();
      await upstreams.close();
    },
  };
}

function declareOpenStreams(metrics: Metrics, { underWay }: Pick<GatewayServer, "underWay">): void {
  metrics.gauge({
    name: "plumbline_gateway_streams_open",
    help: "Streams whose first byte was sent and whose last was not.",
    collect() {
      this.set([...underWay].filter(({ stream, firstSentAt }) => stream && firstSentAt !== 0).length);
    },
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
