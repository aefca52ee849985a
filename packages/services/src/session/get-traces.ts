import { listTraceIdsOfSession } from "@plumbline/clickhouse/queries/session/list-started";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { listTraceHeaders, type TraceRow } from "../trace/index.ts";
import { lookupWindow } from "../window.ts";

const maxTraces = 5_000;

export interface SessionTraces {
  sessionId: string;
  startedAt: string;
  environment: string;
  /** Newest first. */
  traces: TraceRow[];
  /** True when the session has more traces than are returned (5,000): the oldest are left out. */
  truncated: boolean;
}

/** A session with its traces, whenever it was. Throws `not_found` when no trace says that it is part of it. */
export async function getSessionTraces(
  ctx: ServiceContext,
  input: { projectId: string; sessionId: string },
): Promise<SessionTraces> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { sessionId } = input;
  if (sessionId === "") throw new PlumblineError("not_found");
  const found = await reading(
    ctx.clickhouse.query(listTraceIdsOfSession, {
      projectId,
      ...lookupWindow(ctx.clock),
      sessionId,
      limit: maxTraces + 1,
    }),
  );
  const traceIds = found.slice(0, maxTraces).map(({ traceId }) => traceId);
  const headers = await listTraceHeaders(ctx, { projectId, traceIds });
  // A span may name another session than its trace.
  const traces = headers
    .filter((trace) => trace.sessionId === sessionId)
    .toSorted((a, b) => (a.startTime < b.startTime ? 1 : -1));
  const first = traces.at(-1);
  if (first === undefined) throw new PlumblineError("not_found");
  return {
    sessionId,
    startedAt: first.startTime,
    environment: first.environment,
    traces,
    truncated: found.length > maxTraces,
  };
}
