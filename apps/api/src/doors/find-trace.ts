import { setTimeout as sleep } from "node:timers/promises";
import { findTraceOfSpan } from "@plumbline/clickhouse/queries/span/find-trace";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { RouteDeps } from "../deps.ts";

const lookBackUs = 366 * 86_400_000_000;
const dayUs = 86_400_000_000;
/** Clients score a span right after they sent it; it can be read within two seconds. */
const tries = 5;
const pauseMs = 600;

/** Where a scored span lies, for clients that name the span alone; undefined when it is not stored (yet). */
export async function findTrace(
  deps: RouteDeps,
  projectId: string,
  spanId: string,
): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const nowUs = deps.clock.nowUs();
    const [found] = await deps.clickhouse
      .query(findTraceOfSpan, { projectId, spanId, fromUs: nowUs - lookBackUs, toUs: nowUs + dayUs })
      .catch((cause: unknown) => {
        throw new PlumblineError("unavailable", { cause });
      });
    if (found !== undefined || attempt === tries) return found?.traceId;
    await sleep(pauseMs);
  }
}
