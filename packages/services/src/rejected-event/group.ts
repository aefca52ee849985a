import { groupRejectedEvents as groupQuery } from "@plumbline/clickhouse/queries/rejected-event/group";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { isoTime, reading } from "../read-rows.ts";
import { type RejectedEventFilter, rejectedEventFilter } from "./filter-input.ts";
import { keptWindow } from "./kept-window.ts";
import type { RejectedEventGroup } from "./types.ts";

export interface GroupRejectedEventsInput extends RejectedEventFilter {
  projectId: string;
}

/** Refused events that no replay has stored since, by code and source; the 100 largest groups. */
export async function groupRejectedEvents(
  ctx: ServiceContext,
  input: GroupRejectedEventsInput,
): Promise<RejectedEventGroup[]> {
  const { projectId, ...filter } = input;
  const access = await requireProjectPermission(ctx, projectId, "rejected-events:read");
  const { from, to, ...wanted } = parseInput(rejectedEventFilter, filter);
  const filters = { projectId, ...wanted, replayed: false, ...keptWindow(ctx, access, { from, to }) };
  const groups = await reading(ctx.clickhouse.query(groupQuery, filters));
  return groups.map(({ lastUs, ...group }) => ({ ...group, lastAt: isoTime(lastUs) }));
}
