import type { ReplicaKind } from "@plumbline/contracts/gateway-config";
import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import { targetOf } from "@plumbline/providers/upstream-target";
import { readEngineLoad } from "@plumbline/routing/engine-load";
import type { Logger } from "@plumbline/runtime/logger";
import type { Hub } from "./hub.ts";
import { prewarm } from "./prewarm.ts";
import { createProbes } from "./probes.ts";

const tickMs = 250;
const scrapeEveryMs = 1_000;
const scrapeTimeoutMs = 900;

/** Engines that have a path for it; providers are judged by their answers alone. */
const healthPaths: Readonly<Partial<Record<ReplicaKind, string>>> = {
  vllm: "/health",
  sglang: "/health",
  tgi: "/health",
  tgi_native: "/health",
  llamacpp: "/health",
  ollama: "/",
  ollama_native: "/",
};

const scrapedKinds: ReadonlySet<ReplicaKind> = new Set<ReplicaKind>(["vllm", "sglang", "tgi", "tgi_native"]);

interface Watched {
  probedAt: number;
  scrapedAt: number;
  isProbing: boolean;
  isScraping: boolean;
  isWarming: boolean;
}

/** Asks every replica how it is and how loaded, and tells the hub. */
export function watchReplicas({ hub, logger }: { hub: Hub; logger: Logger }): { stop(): Promise<void> } {
  const watched = new Map<string, Watched>();
  const { connect, get, close } = createProbes(hub);

  const probe = async (pool: Pool, replica: Replica, state: Watched): Promise<void> => {
    const path = pool.health.path ?? healthPaths[replica.kind];
    if (path === undefined) return;
    state.isProbing = true;
    const page = await get(`${targetOf(replica).origin}${path}`, pool.health.timeout_ms);
    state.isProbing = false;
    hub.switchboard.observeProbe(replica.id, page !== null && page.status < 400);
    hub.changed();
  };
  const scrape = async (replica: Replica, state: Watched): Promise<void> => {
    const own = scrapedKinds.has(replica.kind) ? `${targetOf(replica).origin}/metrics` : undefined;
    const url = replica.metrics_url ?? own;
    if (url === undefined) return;
    state.isScraping = true;
    const page = await get(url, scrapeTimeoutMs);
    state.isScraping = false;
    const load = page?.status === 200 ? readEngineLoad(page.text) : null;
    hub.switchboard.observeLoad(replica.id, load);
    hub.changed();
  };
  const look = (): void => {
    const now = performance.now();
    const suspects = new Set(hub.switchboard.suspects());
    for (const { pool, replica, warming } of hub.switchboard.state()) {
      const state = watched.get(replica.id) ?? newState();
      watched.set(replica.id, state);
      const { interval_ms: intervalMs } = pool.health;
      const isDue = (intervalMs > 0 && now - state.probedAt >= intervalMs) || suspects.has(replica.id);
      if (isDue && !state.isProbing) {
        state.probedAt = now;
        void probe(pool, replica, state);
      }
      if (now - state.scrapedAt >= scrapeEveryMs && !state.isScraping) {
        state.scrapedAt = now;
        void scrape(replica, state);
      }
      if (!warming || state.isWarming) continue;
      state.isWarming = true;
      void prewarm(connect(replica.url), pool, replica).then((answered) => {
        state.isWarming = false;
        if (!answered) return;
        logger.info({ replica: replica.id }, "a new replica is warm");
        hub.switchboard.prewarmed(replica.id);
        hub.changed();
      });
    }
  };

  const timer = setInterval(look, tickMs);
  return {
    async stop() {
      clearInterval(timer);
      await close();
    },
  };
}

function newState(): Watched {
  return {
    probedAt: Number.NEGATIVE_INFINITY,
    scrapedAt: Number.NEGATIVE_INFINITY,
    isProbing: false,
    isScraping: false,
    isWarming: false,
  };
}
