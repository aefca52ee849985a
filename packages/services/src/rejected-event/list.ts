import {
  countRejectedEvents,
  listRejectedEvents as listRejectedEventsQuery,
} from "@plumbline/clickhouse/queries/rejected-event/list";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { isoTime, reading } from "../read-rows.ts";
import { listWindow, type Page, type PageInput, resolvePage, toPage } from "../window.ts";
import { type RejectedEventFilter, rejectedEventFilter } from "./filter-input.ts";
import type { RejectedEventRow } from "./types.ts";

export interface ListRejectedEventsInput extends RejectedEventFilter, PageInput {
  projectId: string;
  /** Unset: those that a replay stored since, too. */
  replayed?: boolean;
}

/** What was refused and why, newest first. */
export async function listRejectedEvents(
  ctx: ServiceContext,
  input: ListRejectedEventsInput,
): Promise<Page<RejectedEventRow>> {
  const { projectId, page, limit, replayed, ...filter } = input;
  await requireProjectPermission(ctx, projectId, "rejected-events:read");
  const { from, to, ...wanted } = parseInput(rejectedEventFilter, filter);
  const { offset, ...paging } = resolvePage({ page, limit });
  const filters = { projectId, ...wanted, replayed, ...listWindow(ctx.clock, { from, to }) };
  const [records, counted] = await reading(
    Promise.all([
      ctx.clickhouse.query(listRejectedEventsQuery, { ...filters, limit: paging.limit, offset }),
      ctx.clickhouse.query(countRejectedEvents, filters),
    ]),
  );
  const rows = records.map(({ receivedUs, ...rest }) => ({ ...rest, receivedAt: isoTime(receivedUs) }));
  return toPage(rows, counted, { ...paging, ...filters });
}
