import { join } from "node:path";
import type { GatewaySnapshot } from "@plumbline/contracts/gateway-snapshot";
import type { Logger } from "@plumbline/runtime/logger";
import type { GatewayEnv } from "../env.ts";
import { mergeSnapshots } from "../snapshot/merge-snapshots.ts";
import { followFeed } from "./feed.ts";
import { takeConfig } from "./take-config.ts";

interface SnapshotTaker {
  /** Pools that stand in the operator's file. */
  isFromFile(poolId: string): boolean;
  stop(): Promise<void>;
}

/** What to serve by: the operator's file, and what people said in the dashboard, as the API tells it. */
export function takeSnapshots(
  env: GatewayEnv,
  options: { logger: Logger; onSnapshot: (snapshot: GatewaySnapshot) => void },
): SnapshotTaker {
  const { logger } = options;
  const directory = join(env.PLUMBLINE_DATA_DIR, "gateway");
  let file: GatewaySnapshot | null = null;
  let told: GatewaySnapshot | null = null;
  let filePools = new Set<string>();
  let served = "";

  const publish = (): void => {
    if (file === null) return;
    const { snapshot, sealed } =
      told === null ? { snapshot: file, sealed: [] } : mergeSnapshots(file, told, env.PLUMBLINE_KEY_PEPPER);
    if (snapshot.version === served) return;
    served = snapshot.version;
    if (sealed.length > 0) logger.error({ replicas: sealed }, "secrets of another PLUMBLINE_KEY_PEPPER");
    options.onSnapshot(snapshot);
  };
  // The last that was told lies on disk; it is read first, so that the start serves everything at once.
  const feed =
    env.PLUMBLINE_API_URL === undefined
      ? null
      : followFeed({
          url: env.PLUMBLINE_API_URL,
          pepper: env.PLUMBLINE_KEY_PEPPER,
          file: join(directory, "told"),
          logger,
          onSnapshot: (snapshot) => {
            told = snapshot;
            publish();
          },
        });
  const config = takeConfig(env, {
    file: join(directory, "snapshot"),
    logger,
    onSnapshot: (snapshot) => {
      file = snapshot;
      filePools = new Set(snapshot.projects.flatMap(({ pools }) => pools.map(({ id }) => id)));
      publish();
    },
  });
  return {
    isFromFile: (poolId) => filePools.has(poolId),
    async stop() {
      config.stop();
      await feed?.stop();
    },
  };
}
