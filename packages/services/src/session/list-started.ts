import {
  listSessionStarts,
  listStartedSessions as listStartedSessionsQuery,
} from "@plumbline/clickhouse/queries/session/list-started";
import type { ServiceContext } from "../context.ts";
import { isoTime, reading } from "../read-rows.ts";
import { resolveMatching } from "../trace/index.ts";
import { lookupWindow, type Page, type PageInput, resolvePage, toPage } from "../window.ts";

export interface SessionStart {
  sessionId: string;
  /** Of its first trace. */
  startedAt: string;
  environment: string;
}

export interface ListStartedSessionsInput extends PageInput {
  projectId: string;
  /** Given: sessions that began in [from, to). Without: those with traces in the last 30 days. */
  from?: Date;
  to?: Date;
  environments?: string[];
}

/** Sessions, the latest first. */
export async function listStartedSessions(
  ctx: ServiceContext,
  input: ListStartedSessionsInput,
): Promise<Page<SessionStart>> {
  const { offset, ...paging } = resolvePage(input);
  const { projectId } = input;
  const values = input.environments ?? [];
  const { filter, bound } = await resolveMatching(ctx, {
    ...input,
    filter: values.length === 0 ? null : { type: "compare", field: "env", operator: "is", values },
  });
  const everything = lookupWindow(ctx.clock);
  const query = listStartedSessionsQuery(filter, input.from !== undefined);
  const records = await reading(
    ctx.clickhouse.query(query, { ...bound, lookFromUs: everything.fromUs, limit: paging.limit, offset }),
  );
  const starts = await readStarts(
    ctx,
    projectId,
    records.map(({ sessionId }) => sessionId),
  );
  const rows = records.map((record) => {
    const start = starts.get(record.sessionId) ?? record;
    return {
      sessionId: record.sessionId,
      startedAt: isoTime(Math.min(start.firstUs, record.firstUs)),
      environment: start.environment,
    };
  });
  return toPage(rows, records, { ...paging, fromUs: bound.fromUs, toUs: bound.toUs });
}

async function readStarts(
  ctx: ServiceContext,
  projectId: string,
  sessionIds: string[],
): Promise<Map<string, { firstUs: number; environment: string }>> {
  if (sessionIds.length === 0) return new Map();
  const window = lookupWindow(ctx.clock);
  const rows = await reading(ctx.clickhouse.query(listSessionStarts, { projectId, ...window, sessionIds }));
  return new Map(rows.map((row) => [row.sessionId, row]));
}
