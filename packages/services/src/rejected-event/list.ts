import { countArrivals } from "@plumbline/clickhouse/queries/rejected-event/arrivals";
import {
  countRejectedEvents,
  listRejectedEvents as listRejectedEventsQuery,
} from "@plumbline/clickhouse/queries/rejected-event/list";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { isoTime, reading } from "../read-rows.ts";
import { type Page, type PageInput, resolvePage, toPage } from "../window.ts";
import { type RejectedEventFilter, rejectedEventFilter } from "./filter-input.ts";
import { keptWindow } from "./kept-window.ts";
import type { RejectedEventRow } from "./types.ts";

export interface ListRejectedEventsInput extends RejectedEventFilter, PageInput {
  projectId: string;
  /** Unset: those that a replay stored since, too. */
  replayed?: boolean | undefined;
}

/** What was refused and why, the one that came last first. */
export async function listRejectedEvents(
  ctx: ServiceContext,
  input: ListRejectedEventsInput,
): Promise<Page<RejectedEventRow>> {
  const { projectId, page, limit, replayed, ...filter } = input;
  const access = await requireProjectPermission(ctx, projectId, "rejected-events:read");
  const { from, to, ...wanted } = parseInput(rejectedEventFilter, filter);
  const { offset, ...paging } = resolvePage({
    ...(page === undefined ? {} : { page }),
    ...(limit === undefined ? {} : { limit }),
  });
  const filters = { projectId, ...wanted, replayed, ...keptWindow(ctx, access, { from, to }) };
  const [records, counted] = await reading(
    Promise.all([
      ctx.clickhouse.query(listRejectedEventsQuery, { ...filters, limit: paging.limit, offset }),
      ctx.clickhouse.query(countRejectedEvents, filters),
    ]),
  );
  const rows = await withArrivals(ctx, { projectId, ...keptWindow(ctx, access, {}) }, records);
  return toPage(rows, counted, { ...paging, ...filters });
}

type Stored = Omit<RejectedEventRow, "receivedAt" | "firstSeenAt" | "times"> & { receivedUs: number };

/** With how often each came; what a replay alone refused never came by itself, and counts once. */
export async function withArrivals<Row extends Stored>(
  { clickhouse }: Pick<ServiceContext, "clickhouse">,
  window: { projectId: string; fromUs: number; toUs: number },
  records: readonly Row[],
): Promise<Array<Omit<Row, "receivedUs"> & RejectedEventRow>> {
  const eventIds = records.map(({ eventId }) => eventId);
  const found =
    eventIds.length === 0 ? [] : await reading(clickhouse.query(countArrivals, { ...window, eventIds }));
  const arrivals = new Map(found.map((row) => [row.eventId, row]));
  return records.map(({ receivedUs, ...rest }) => {
    const known = arrivals.get(rest.eventId);
    return {
      ...rest,
      receivedAt: isoTime(receivedUs),
      firstSeenAt: isoTime(Math.min(known?.firstUs ?? receivedUs, receivedUs)),
      times: Math.max(1, known?.times ?? 1),
    };
  });
}
