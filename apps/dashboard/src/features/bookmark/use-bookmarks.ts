"use client";

import { useQueries } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC } from "../../trpc/client.ts";

const perQuery = 50;

/** Which of the rows of a list are bookmarked, asked for a page of rows at a time. */
export function useBookmarks(projectId: string, rows: readonly { traceId: string }[]): ReadonlySet<string> {
  const trpc = useTRPC();
  const traceIds = rows.map(({ traceId }) => traceId);
  const pages: string[][] = [];
  for (let at = 0; at < traceIds.length; at += perQuery) pages.push(traceIds.slice(at, at + perQuery));
  return useQueries({
    queries: pages.map((page) =>
      trpc.bookmark.listOfTraces.queryOptions(
        { projectId, traceIds: page },
        // Rows that move to another page keep their stars meanwhile.
        { staleTime: 30_000, placeholderData: (before: string[] | undefined) => before },
      ),
    ),
    combine: useCallback(
      (answers: readonly { data: string[] | undefined }[]) =>
        new Set(answers.flatMap(({ data }) => data ?? [])),
      [],
    ),
  });
}
