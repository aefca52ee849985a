import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@plumbline/runtime/clock";
import { createLogger } from "@plumbline/runtime/logger";
import { listReplays, type ReplayItem, requestReplay } from "@plumbline/services/replay";
import type { TestApi } from "./api.fixture.ts";
import { startReplays } from "./replay.ts";

/** The replays of the API, which takes up what is requested within 50 ms. */
export function startTestReplays(api: TestApi): ReturnType<typeof startReplays> {
  return startReplays({
    db: api.db,
    clickhouse: api.clickhouse,
    journal: api.journal,
    drainer: api.drainer,
    clock: systemClock,
    metrics: api.deps.metrics,
    limits: api.deps.limits,
    logger: createLogger({ name: "test", level: "silent" }),
    intervalMs: 50,
  });
}

/** Requests a replay and resolves with its end. */
export async function replay({ ctx, projectId }: TestApi, filter: object = {}): Promise<ReplayItem> {
  const { id } = await requestReplay(ctx, { projectId, filter });
  for (let attempt = 0; attempt < 400; attempt++) {
    const found = (await listReplays(ctx, { projectId })).find((item) => item.id === id);
    if (found !== undefined && found.finishedAt !== null) return found;
    await sleep(50);
  }
  throw new Error("The replay does not end.");
}
