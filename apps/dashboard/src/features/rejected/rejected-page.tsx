"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, RefreshCw } from "lucide-react";
import { classNames } from "../../components/class-names.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { formatInteger } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { RejectedHead } from "./rejected-head.tsx";
import { RejectedTable } from "./rejected-table.tsx";

/** What was sent and not taken, with the reason, so that its sender can mend it. */
export function RejectedPage({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.rejectedEvent.list.infiniteQueryOptions(
      { projectId },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? null;
  const totalItems = query.data?.pages[0]?.totalItems ?? null;
  return (
    <>
      <RejectedHead totalItems={totalItems}>
        <Button
          size="icon"
          aria-label="Refresh"
          title="Refresh"
          onClick={() => void query.refetch()}
          className="ml-auto"
        >
          <RefreshCw aria-hidden className={classNames(query.isFetching && "animate-spin")} />
        </Button>
      </RejectedHead>
      {query.isError && (
        <ErrorNotice
          className="m-4"
          failure={toFailure(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {rows?.length === 0 ? (
        <NothingRejected />
      ) : rows === null && query.isError ? null : (
        <RejectedTable rows={rows}>
          {rows && (
            <div className="flex h-13 items-center justify-center gap-3 text-xs text-soft">
              {query.hasNextPage && (
                <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {query.isFetchingNextPage ? "Loading…" : "Load more"}
                </Button>
              )}
              {`${formatInteger(rows.length)} of ${formatInteger(totalItems)}`}
            </div>
          )}
        </RejectedTable>
      )}
    </>
  );
}

function NothingRejected() {
  return (
    <EmptyState
      icon={<CircleCheck />}
      title="Nothing was refused"
      text="Every event of the last 30 days was accepted. One that cannot be read or stored would stand here with its reason and as it was sent."
    />
  );
}
