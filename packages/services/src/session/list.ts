import { listSessions as listSessionsQuery } from "@plumbline/clickhouse/queries/session/list";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type MatchingTracesInput, resolveMatching, type TraceSums, toTraceSums } from "../trace/index.ts";

/** A conversation, by the id that its traces carry. */
export interface SessionItem extends TraceSums {
  sessionId: string;
  /** At most ten. */
  userIds: string[];
  /** From the start of the first trace to the end of the last. */
  durationMs: number;
}

export const sessionSorts = [
  "lastSeen",
  "started",
  "duration",
  "traces",
  "tokens",
  "cost",
  "errors",
] as const;
export type SessionSort = (typeof sessionSorts)[number];

export interface ListSessionsInput extends MatchingTracesInput {
  /** Part of the id, in any case. */
  search?: string;
  orderBy?: { column: SessionSort; direction: "asc" | "desc" };
  limit: number;
  offset?: number;
}

/** Sessions with traces in the window, latest seen first by default. `hasMore` tells of another page. */
export async function listSessions(
  ctx: ServiceContext,
  input: ListSessionsInput,
): Promise<{ rows: SessionItem[]; hasMore: boolean }> {
  const { filter, bound } = await resolveMatching(ctx, input);
  const order = input.orderBy ?? { column: "lastSeen", direction: "desc" };
  const records = await reading(
    ctx.clickhouse.query(listSessionsQuery(filter, order), {
      ...bound,
      search: input.search ?? "",
      limit: input.limit + 1,
      offset: input.offset ?? 0,
    }),
  );
  return {
    rows: records.slice(0, input.limit).map((record) => ({
      sessionId: record.sessionId,
      userIds: record.userIds,
      durationMs: (record.lastUs - record.firstUs) / 1_000,
      ...toTraceSums(record),
    })),
    hasMore: records.length > input.limit,
  };
}
