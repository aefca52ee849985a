import { listRejectedEventsAfter } from "@plumbline/clickhouse/queries/rejected-event/list";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { reading } from "../read-rows.ts";
import { type RejectedEventFilter, rejectedEventFilter } from "./filter-input.ts";
import { keptWindow } from "./kept-window.ts";
import { withArrivals } from "./list.ts";
import type { WholeRejectedEvent } from "./types.ts";

export interface ExportRejectedEventsInput extends RejectedEventFilter {
  projectId: string;
  /** Unset: those that a replay stored since, too. */
  replayed?: boolean | undefined;
}

const rowsPerRead = 200;

/** Everything that matches, whole, the one that came last first; who may read is checked at each page. */
export async function* exportRejectedEvents(
  ctx: ServiceContext,
  input: ExportRejectedEventsInput,
): AsyncGenerator<WholeRejectedEvent[]> {
  const { projectId, replayed, ...filter } = input;
  const { from, to = new Date(ctx.clock.nowMs() + 1), ...wanted } = parseInput(rejectedEventFilter, filter);
  let after: { afterUs: number; afterId: string } | null = null;
  for (;;) {
    const access = await requireProjectPermission(ctx, projectId, "rejected-events:read");
    const window = keptWindow(ctx, access, { from, to });
    const place: { afterUs: number; afterId: string } = after ?? { afterUs: window.toUs, afterId: "" };
    const asked = { projectId, ...wanted, replayed, ...window, ...place, newestFirst: true };
    const records = await reading(
      ctx.clickhouse.query(listRejectedEventsAfter, { ...asked, limit: rowsPerRead }),
    );
    const last = records.at(-1);
    if (last === undefined) return;
    yield await withArrivals(ctx, { projectId, ...keptWindow(ctx, access, {}) }, records);
    after = { afterUs: last.receivedUs, afterId: last.eventId };
  }
}
