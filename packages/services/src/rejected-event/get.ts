import { getRejectedEvent as query } from "@plumbline/clickhouse/queries/rejected-event/list";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { keptWindow } from "./kept-window.ts";
import { withArrivals } from "./list.ts";
import type { WholeRejectedEvent } from "./types.ts";

/** One refused event with all that is kept of it. */
export async function getRejectedEvent(
  ctx: ServiceContext,
  { projectId, eventId }: { projectId: string; eventId: string },
): Promise<WholeRejectedEvent> {
  const access = await requireProjectPermission(ctx, projectId, "rejected-events:read");
  const window = { projectId, ...keptWindow(ctx, access, {}) };
  const records = await reading(ctx.clickhouse.query(query, { ...window, eventId }));
  const [found] = await withArrivals(ctx, window, records);
  if (found === undefined) throw new PlumblineError("not_found");
  return found;
}
