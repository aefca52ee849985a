"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { SumsToolbar } from "../sums/sums-toolbar.tsx";
import { useSumsParams } from "../sums/use-sums-params.ts";
import { SessionsEmpty } from "./sessions-empty.tsx";
import { SessionsTable, sessionSortColumns } from "./sessions-table.tsx";

export function SessionsPage({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const [{ range, search, sort }, setParams] = useSumsParams(sessionSortColumns, {
    column: "lastSeen",
    direction: "desc",
  });
  const query = useInfiniteQuery(
    trpc.session.list.infiniteQueryOptions(
      { projectId, range, search, sort },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? null;
  return (
    <>
      <SumsToolbar
        title="Sessions"
        searchLabel="Search session ids"
        range={range}
        search={search}
        fetching={query.isFetching}
        onRange={(next) => void setParams({ range: next }, { history: "push" })}
        onSearch={(next) => void setParams({ search: next }, { history: "replace" })}
        onRefresh={() => void query.refetch()}
      />
      {query.isError && (
        <ErrorNotice
          className="m-4"
          failure={toFailure(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {rows?.length === 0 ? (
        <SessionsEmpty
          projectId={projectId}
          search={search}
          range={range}
          onSearch={(next) => void setParams({ search: next }, { history: "push" })}
          onRange={(next) => void setParams({ range: next }, { history: "push" })}
        />
      ) : rows === null && query.isError ? null : (
        <SessionsTable
          projectId={projectId}
          range={range}
          rows={rows}
          sort={sort}
          onSort={(next) => void setParams({ sort: next }, { history: "push" })}
        >
          {query.hasNextPage && (
            <div className="flex h-13 items-center justify-center">
              <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {query.isFetchingNextPage ? "Loading…" : "Load more"}
              </Button>
            </div>
          )}
        </SessionsTable>
      )}
    </>
  );
}
