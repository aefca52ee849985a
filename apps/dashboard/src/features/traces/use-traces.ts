"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTRPC } from "../../trpc/client.ts";
import type { TraceRow } from "../../trpc/types.ts";
import { toServerSort } from "./sort.ts";
import { useTracesParams } from "./use-traces-params.ts";

interface TracesQuery {
  projectId: string;
  /** A query with problems is not run; what was there before stays, as outdated. */
  understood: boolean;
}

/** The rows that the address asks for. Their number comes apart, after them. */
export function useTraces({ projectId, understood }: TracesQuery) {
  const trpc = useTRPC();
  const [{ range, q, sort }] = useTracesParams();
  const query = useInfiniteQuery(
    trpc.trace.list.infiniteQueryOptions(
      { projectId, range, query: q, sort: toServerSort(sort) },
      {
        trpc: { abortOnUnmount: true },
        getNextPageParam: (page) => page.nextCursor,
        enabled: understood,
        placeholderData: keepPreviousData,
      },
    ),
  );
  const rows = useMemo(() => uniqueRows(query.data?.pages ?? []), [query.data]);
  return { query, rows };
}

interface CountQuery extends TracesQuery {
  /** Null leaves the number alone. */
  refreshEveryMs: number | null;
}

export function useTraceCount({ projectId, refreshEveryMs, understood }: CountQuery) {
  const trpc = useTRPC();
  const [{ range, q }] = useTracesParams();
  return useQuery(
    trpc.trace.count.queryOptions(
      { projectId, range, query: q },
      {
        trpc: { abortOnUnmount: true },
        enabled: understood,
        placeholderData: keepPreviousData,
        refetchInterval: refreshEveryMs ?? false,
      },
    ),
  );
}

/** A trace that arrived between two pages pushes the last row of one into the next. */
function uniqueRows(pages: readonly { rows: TraceRow[] }[]): TraceRow[] {
  return [...new Map(pages.flatMap((page) => page.rows.map((row) => [row.traceId, row]))).values()];
}

/** The newest trace of all times; asked again every second while there is none. */
export function useNewestTrace(projectId: string, enabled = true) {
  const trpc = useTRPC();
  return useQuery(
    trpc.trace.newest.queryOptions(
      { projectId },
      {
        enabled,
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
