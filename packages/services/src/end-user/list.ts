import { listUsers } from "@plumbline/clickhouse/queries/user/list";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type MatchingTracesInput, resolveMatching, type TraceSums, toTraceSums } from "../trace/index.ts";

/** Somebody who uses the traced application, by the id that its traces carry; no account of ours. */
export interface EndUserItem extends TraceSums {
  userId: string;
  sessions: number;
}

export const endUserSorts = ["lastSeen", "traces", "sessions", "tokens", "cost", "errors"] as const;
export type EndUserSort = (typeof endUserSorts)[number];

export interface ListEndUsersInput extends MatchingTracesInput {
  /** Part of the id, in any case. */
  search?: string;
  orderBy?: { column: EndUserSort; direction: "asc" | "desc" };
  limit: number;
  offset?: number;
}

/** Users with traces in the window, latest seen first by default. `hasMore` tells of another page. */
export async function listEndUsers(
  ctx: ServiceContext,
  input: ListEndUsersInput,
): Promise<{ rows: EndUserItem[]; hasMore: boolean }> {
  const { filter, bound } = await resolveMatching(ctx, input);
  const order = input.orderBy ?? { column: "lastSeen", direction: "desc" };
  const records = await reading(
    ctx.clickhouse.query(listUsers(filter, order), {
      ...bound,
      search: input.search ?? "",
      limit: input.limit + 1,
      offset: input.offset ?? 0,
    }),
  );
  return {
    rows: records
      .slice(0, input.limit)
      .map((record) => ({ userId: record.userId, sessions: record.sessions, ...toTraceSums(record) })),
    hasMore: records.length > input.limit,
  };
}
