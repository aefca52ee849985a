"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";
import { SumsList } from "../sums/sums-list.tsx";
import { useSumsParams } from "../sums/use-sums-params.ts";
import { UsersTable, userSortColumns } from "./users-table.tsx";

const latestFirst = { column: "lastSeen", direction: "desc" } as const;

export function UsersPage({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const [params, setParams] = useSumsParams(userSortColumns, latestFirst);
  const { range, search, sort } = params;
  const list = useInfiniteQuery(
    trpc.endUser.list.infiniteQueryOptions(
      { projectId, range, search, sort },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? null;
  const newest = useQuery(
    trpc.endUser.list.queryOptions(
      { projectId, range: "all", sort: latestFirst },
      { enabled: rows?.length === 0 },
    ),
  );
  return (
    <SumsList
      noun="user"
      title="Users"
      {...{ params, setParams, list }}
      rowCount={rows && rows.length}
      newest={{ ...newest, lastSeenAt: newest.data && (newest.data.rows[0]?.lastSeenAt ?? null) }}
      howTo={
        <>
          Traces say who used the application when its code sets a user id:{" "}
          <code className="font-mono text-xs">user.id</code> on a span of OpenTelemetry,{" "}
          <code className="font-mono text-xs">userId</code> on a trace of the Langfuse SDKs.
        </>
      }
    >
      {(below) => (
        <UsersTable
          {...{ projectId, range, rows, sort }}
          onSort={(next) => void setParams({ sort: next }, { history: "push" })}
        >
          {below}
        </UsersTable>
      )}
    </SumsList>
  );
}
