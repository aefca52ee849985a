import {
  countRejectedEvents,
  listRejectedEvents as listRejectedEventsQuery,
} from "@plumbline/clickhouse/queries/rejected-event/list";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { isoTime, reading } from "../read-rows.ts";
import { listWindow, type Page, type PageInput, resolvePage, toPage } from "../window.ts";
import type { RejectedEventRow } from "./types.ts";

export interface ListRejectedEventsInput extends PageInput {
  projectId: string;
  /** By arrival. Defaults: 30 days back (as long as they are kept), and now. */
  from?: Date;
  to?: Date;
  code?: string;
}

/** What was refused and why, newest first. */
export async function listRejectedEvents(
  ctx: ServiceContext,
  input: ListRejectedEventsInput,
): Promise<Page<RejectedEventRow>> {
  await requireProjectPermission(ctx, input.projectId, "rejected-events:read");
  const { offset, ...paging } = resolvePage(input);
  const filters = { projectId: input.projectId, ...listWindow(ctx.clock, input), code: input.code };
  const [records, counted] = await reading(
    Promise.all([
      ctx.clickhouse.query(listRejectedEventsQuery, { ...filters, limit: paging.limit, offset }),
      ctx.clickhouse.query(countRejectedEvents, filters),
    ]),
  );
  const rows = records.map(({ receivedUs, ...rest }) => ({ ...rest, receivedAt: isoTime(receivedUs) }));
  return toPage(rows, counted, { ...paging, ...filters });
}
