"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useTRPC } from "../../trpc/client.ts";

const askEveryMs = 500;

/**
 * Waits for the first trace of a project that has none and opens it. A project that has traces already
 * is asked once and nothing opens by itself.
 */
export function useFirstTrace(projectId: string) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.trace.newest.queryOptions(
      { projectId },
      {
        staleTime: 0,
        refetchInterval: ({ state }) => (state.data === null ? askEveryMs : false),
        refetchIntervalInBackground: true,
      },
    ),
  );
  const [waited, setWaited] = useState(false);
  if (query.data === null && !waited) setWaited(true);
  const newestId = query.data?.traceId ?? null;
  useOpenTrace(projectId, waited ? newestId : null);
  return { query, newestId, arrived: waited && newestId !== null };
}

/** Goes to the trace as soon as there is one. */
export function useOpenTrace(projectId: string, traceId: string | null): void {
  const router = useRouter();
  useEffect(() => {
    if (traceId === null) return;
    router.push(`/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(traceId)}`);
  }, [traceId, projectId, router]);
}
