import { countTraces } from "@plumbline/clickhouse/queries/trace/count";
import { listTraces as listTracesQuery } from "@plumbline/clickhouse/queries/trace/list";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { listWindow, type Page, resolvePage, toPage } from "../window.ts";
import { levelRank, toTraceRow } from "./to-trace-row.ts";
import type { ListTracesInput, TraceRow } from "./types.ts";

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
  const [records, counted] = await reading(
    Promise.all([
      ctx.clickhouse.query(listTracesQuery, {
        ...filters,
        limit: paging.limit,
        offset,
        sortColumn: input.orderBy?.column ?? "startTime",
        sortDirection: input.orderBy?.direction ?? "desc",
      }),
      ctx.clickhouse.query(countTraces, filters),
    ]),
  );
  const nowUs = ctx.clock.nowUs();
  return toPage(
    records.map((record) => toTraceRow(record, nowUs)),
    counted,
    { ...paging, ...filters },
  );
}
