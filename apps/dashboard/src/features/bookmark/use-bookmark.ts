"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";

interface BookmarkOptions {
  projectId: string;
  traceId: string;
}

/** Whether a trace is bookmarked. A change shows at once and is taken back when it fails. */
export function useBookmark({ projectId, traceId }: BookmarkOptions) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const keyOf = (trace: BookmarkOptions) =>
    trpc.bookmark.get.queryKey({ projectId: trace.projectId, traceId: trace.traceId });
  const query = useQuery(trpc.bookmark.get.queryOptions({ projectId, traceId }));
  const change = useMutation(
    trpc.bookmark.set.mutationOptions({
      onMutate: async ({ bookmarked, ...trace }) => {
        const key = keyOf(trace);
        await client.cancelQueries({ queryKey: key });
        const before = client.getQueryData(key);
        client.setQueryData(key, { bookmarked });
        return { before };
      },
      onError: (_error, trace, context) => client.setQueryData(keyOf(trace), context?.before),
      onSettled: () => client.invalidateQueries({ queryKey: trpc.bookmark.pathKey() }),
    }),
  );
  const bookmarked = query.data?.bookmarked ?? false;
  return {
    known: query.data !== undefined,
    bookmarked,
    toggle: () => change.mutate({ projectId, traceId, bookmarked: !bookmarked }),
    /** Of this trace: the last change may have been of the one that was shown before. */
    error: change.variables?.traceId === traceId ? change.error : null,
    dismiss: change.reset,
  };
}
