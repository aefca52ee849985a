import type { TraceRecord } from "@plumbline/clickhouse/queries/trace/columns";
import { countTraces } from "@plumbline/clickhouse/queries/trace/count";
import type { TraceFilters } from "@plumbline/clickhouse/queries/trace/filters";
import { listTraces as listTracesQuery } from "@plumbline/clickhouse/queries/trace/list";
import { listTraceSlice } from "@plumbline/clickhouse/queries/trace/list-slice";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { listWindow, type Page, resolvePage, toPage } from "../window.ts";
import { type Found, readFound } from "./read-found.ts";
import { levelRank, toTraceRow } from "./to-trace-row.ts";
import type { ListTracesInput, TraceRow } from "./types.ts";
import { walkSlices } from "./walk-slices.ts";

/** Further in, the store counts better than we do. */
const maxWalkedOffset = 10_000;

/** Traces of a project that started in a window, newest first unless asked otherwise. */
export async function listTraces(ctx: ServiceContext, input: ListTracesInput): Promise<Page<TraceRow>> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { offset, ...paging } = resolvePage(input);
  const filters = {
    projectId: input.projectId,
    ...listWindow(ctx.clock, input),
    search: input.search?.trim() || undefined,
    name: input.name,
    userId: input.userId,
    sessionId: input.sessionId,
    tags: input.tags?.length ? input.tags : undefined,
    version: input.version,
    release: input.release,
    environments: input.environments?.length ? input.environments : undefined,
    levelRank: input.level === undefined ? undefined : levelRank(input.level),
  };
  const sort = { column: "startTime", direction: "desc", ...input.orderBy } as const;
  const place = { limit: paging.limit, offset, sortDirection: sort.direction };
  const [records, counted] = await Promise.all([
    sort.column === "startTime" && offset <= maxWalkedOffset
      ? listByTime(ctx, filters, place)
      : reading(ctx.clickhouse.query(listTracesQuery, { ...filters, ...place, sortColumn: sort.column })),
    reading(ctx.clickhouse.query(countTraces, filters)),
  ]);
  const nowUs = ctx.clock.nowUs();
  return toPage(
    records.map((record) => toTraceRow(record, nowUs)),
    counted,
    { ...paging, ...filters },
  );
}

/** Goes through the window slice by slice and stops when the page is full. */
async function listByTime(
  ctx: ServiceContext,
  filters: TraceFilters,
  { limit, offset, sortDirection }: { limit: number; offset: number; sortDirection: "asc" | "desc" },
): Promise<TraceRecord[]> {
  const found = new Map<string, Found>();
  const progress = () => ({ found: found.size, wanted: offset + limit });
  for (const { fromUs, toUs } of walkSlices(filters, sortDirection, undefined, progress)) {
    const slice = { ...filters, sliceFromUs: fromUs, sliceToUs: toUs, sortDirection };
    const wanted = offset + limit - found.size;
    const query = ctx.clickhouse.query(listTraceSlice, { ...slice, limit: wanted });
    for (const one of await reading(query)) found.set(one.traceId, one);
    if (found.size >= offset + limit) break;
  }
  return readFound(ctx, filters.projectId, [...found.values()].slice(offset));
}
