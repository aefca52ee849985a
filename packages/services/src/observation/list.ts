import { countSpans } from "@plumbline/clickhouse/queries/span/count";
import { listSpans } from "@plumbline/clickhouse/queries/span/list";
import type { SpanKind, SpanLevel } from "@plumbline/contracts/events";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { listWindow, lookupWindow, type Page, type PageInput, resolvePage, toPage } from "../window.ts";
import type { ObservationRow } from "./types.ts";
import { withText } from "./with-text.ts";

export interface ListObservationsInput extends PageInput {
  projectId: string;
  /** By start time. Defaults: 30 days back, and now; everything stored when `traceId` is given. */
  from?: Date;
  to?: Date;
  name?: string;
  userId?: string;
  kind?: SpanKind;
  traceId?: string;
  level?: SpanLevel;
  parentSpanId?: string;
  environments?: string[];
  version?: string;
}

/** Spans with their text, newest first. */
export async function listObservations(
  ctx: ServiceContext,
  input: ListObservationsInput,
): Promise<Page<ObservationRow>> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { offset, ...paging } = resolvePage(input);
  const ofOneTrace = input.traceId !== undefined && input.from === undefined && input.to === undefined;
  const filters = {
    projectId: input.projectId,
    ...(ofOneTrace ? lookupWindow(ctx.clock) : listWindow(ctx.clock, input)),
    name: input.name,
    userId: input.userId,
    kind: input.kind,
    traceId: input.traceId,
    level: input.level,
    parentSpanId: input.parentSpanId,
    environments: input.environments?.length ? input.environments : undefined,
    version: input.version,
  };
  const [records, counted] = await reading(
    Promise.all([
      ctx.clickhouse.query(listSpans, { ...filters, limit: paging.limit, offset }),
      ctx.clickhouse.query(countSpans, filters),
    ]),
  );
  return toPage(await withText(ctx, input.projectId, records), counted, { ...paging, ...filters });
}
