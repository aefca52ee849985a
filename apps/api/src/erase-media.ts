import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import type { MediaStore } from "@plumbline/media-store/media-store";
import type { Clock } from "@plumbline/runtime/clock";
import type { Logger } from "@plumbline/runtime/logger";
import { eraseUnlinkedMedia } from "@plumbline/services/media";

interface EraserDeps {
  db: Db;
  clickhouse: ClickHouse;
  media: Pick<MediaStore, "remove">;
  clock: Clock;
  logger: Logger;
  intervalMs?: number;
}

/** Erases files that nothing uses any more, every few minutes; here, because only the API reaches the store. */
export function startMediaEraser(deps: EraserDeps): { stop(): Promise<void> } {
  const { media, intervalMs = 300_000, ...clients } = deps;
  const { logger } = clients;
  const actor = { type: "system", name: "erase-media" } as const;
  const stopping = new AbortController();
  const remove = (file: { projectId: string; sha256: string }) => media.remove(file);
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const erased = await eraseUnlinkedMedia({ ...clients, actor, requestId: randomUUID(), remove });
        if (erased > 0) logger.info({ erased }, "unused media erased");
      } catch (error) {
        logger.warn({ err: error }, "unused media could not be looked for");
      }
      await sleep(intervalMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const loop = run();
  return {
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
