import type { Logger } from "@plumbline/runtime/logger";
import { createMetrics } from "@plumbline/runtime/metrics";
import { configureShutdown, exitWhenParentGone, onShutdown } from "@plumbline/runtime/shutdown";
import type { GatewayEnv } from "../env.ts";
import { declareFleetMetrics } from "./fleet-metrics.ts";
import { Hub } from "./hub.ts";
import { reportStatus } from "./report-status.ts";
import { runWorkers } from "./run-workers.ts";
import { takeSnapshots } from "./take-snapshots.ts";
import { watchHosts } from "./watch-hosts.ts";
import { watchReplicas } from "./watch-replicas.ts";

/** The process that answers no call: it keeps what workers share, and the workers. */
export function startPrimary(env: GatewayEnv, logger: Logger): void {
  configureShutdown({ logger, deadlineMs: (env.GATEWAY_DRAIN_SECONDS + 10) * 1_000 });
  exitWhenParentGone(env.PLUMBLINE_SUPERVISED);
  const hub = new Hub({ now: () => performance.now() });
  const snapshots = takeSnapshots(env, {
    logger,
    onSnapshot: (snapshot) => {
      hub.setSnapshot(snapshot);
      logger.info({ version: snapshot.version }, "serving a new snapshot");
    },
  });
  onShutdown("configuration", () => snapshots.stop());
  const watching = watchReplicas({ hub, logger });
  onShutdown("replica checks", () => watching.stop());
  const hosts = watchHosts({ hub });
  onShutdown("host checks", () => hosts.stop());
  const metrics = createMetrics({ process: "gateway" });
  const fleet = runWorkers({
    hub,
    count: env.GATEWAY_WORKERS,
    logger,
    ownMetrics: () => metrics.values(),
  });
  declareFleetMetrics(metrics, { hub, fleet, hosts });
  onShutdown("workers", () => fleet.stop());
  const reporter = reportStatus(env, {
    hub,
    workers: () => fleet.ready(),
    isFromFile: snapshots.isFromFile,
    hosts,
  });
  onShutdown("status", () => reporter.stop());
  logger.info({ port: env.GATEWAY_PORT, workers: env.GATEWAY_WORKERS }, "gateway starts");
}
