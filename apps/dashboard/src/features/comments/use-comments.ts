"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../trpc/client.ts";
import { useTraceSource } from "../trace/trace-source.tsx";

/** All comments of a trace and of its spans, oldest first: one question for the panel, the button and the tree. */
export function useComments(projectId: string | null, traceId: string) {
  const trpc = useTRPC();
  return useQuery(
    trpc.comment.listOfTrace.queryOptions(
      { projectId: projectId ?? "", traceId },
      { enabled: projectId !== null },
    ),
  );
}

/** How many comments each span has; empty where the reader sees only the trace. */
export function useCommentCounts(traceId: string): ReadonlyMap<string, number> {
  const { data } = useComments(useTraceSource().projectId, traceId);
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { spanId } of data ?? []) {
      if (spanId !== null) counts.set(spanId, (counts.get(spanId) ?? 0) + 1);
    }
    return counts;
  }, [data]);
}
