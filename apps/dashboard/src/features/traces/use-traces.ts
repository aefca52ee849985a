"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTRPC } from "../../trpc/client.ts";
import type { TraceRow } from "../../trpc/types.ts";
import { useTracesParams } from "./use-traces-params.ts";

interface TracesQuery {
  projectId: string;
  /** Null leaves the list alone. */
  refreshEveryMs: number | null;
}

export function useTraces({ projectId, refreshEveryMs }: TracesQuery) {
  const trpc = useTRPC();
  const [{ range, search }] = useTracesParams();
  const query = useInfiniteQuery(
    trpc.trace.list.infiniteQueryOptions(
      { projectId, range, query: search },
      {
        getNextPageParam: (page) => page.nextCursor,
        placeholderData: keepPreviousData,
        refetchInterval: refreshEveryMs ?? false,
      },
    ),
  );
  const rows = useMemo(() => uniqueRows(query.data?.pages ?? []), [query.data]);
  const count = useQuery(
    trpc.trace.count.queryOptions(
      { projectId, range, query: search },
      { placeholderData: keepPreviousData, refetchInterval: refreshEveryMs ?? false },
    ),
  );
  return { query, rows, totalItems: count.data?.total ?? null };
}

/** A trace that arrived between two pages pushes the last row of one into the next. */
function uniqueRows(pages: readonly { rows: TraceRow[] }[]): TraceRow[] {
  return [...new Map(pages.flatMap((page) => page.rows.map((row) => [row.traceId, row]))).values()];
}

/** The newest trace of all times; asked again every second while there is none. */
export function useNewestTrace(projectId: string) {
  const trpc = useTRPC();
  return useQuery(
    trpc.trace.newest.queryOptions(
      { projectId },
      {
        staleTime: 0,
        refetchInterval: ({ state }) => (state.data === null ? 1_000 : false),
        refetchIntervalInBackground: true,
      },
    ),
  );
}

/** Asks for a trace while its page is still on the way. */
export function usePrefetchTrace(projectId: string): (traceId: string) => void {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useCallback(
    (traceId) => void client.prefetchQuery(trpc.trace.get.queryOptions({ projectId, traceId })),
    [trpc, client, projectId],
  );
}
