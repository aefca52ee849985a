"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";
import { SumsList } from "../sums/sums-list.tsx";
import { useSumsParams } from "../sums/use-sums-params.ts";
import { SessionsTable, sessionSortColumns } from "./sessions-table.tsx";

const latestFirst = { column: "lastSeen", direction: "desc" } as const;

export function SessionsPage({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const [params, setParams] = useSumsParams(sessionSortColumns, latestFirst);
  const { range, search, sort } = params;
  const list = useInfiniteQuery(
    trpc.session.list.infiniteQueryOptions(
      { projectId, range, search, sort },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? null;
  const newest = useQuery(
    trpc.session.list.queryOptions(
      { projectId, range: "all", sort: latestFirst },
      { enabled: rows?.length === 0 },
    ),
  );
  return (
    <SumsList
      noun="session"
      title="Sessions"
      {...{ params, setParams, list }}
      rowCount={rows && rows.length}
      newest={{ ...newest, lastSeenAt: newest.data && (newest.data.rows[0]?.lastSeenAt ?? null) }}
      howTo={
        <>
          Traces of one conversation belong together when the code sets a session id:{" "}
          <code className="font-mono text-xs">session.id</code> on a span of OpenTelemetry,{" "}
          <code className="font-mono text-xs">sessionId</code> on a trace of the Langfuse SDKs.
        </>
      }
    >
      {(below) => (
        <SessionsTable
          {...{ projectId, range, rows, sort }}
          onSort={(next) => void setParams({ sort: next }, { history: "push" })}
        >
          {below}
        </SessionsTable>
      )}
    </SumsList>
  );
}
