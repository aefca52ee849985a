"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, RefreshCw } from "lucide-react";
import { useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { formatCount, formatInteger } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
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
  const [openKey, setOpenKey] = useState<string | null>(null);
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? null;
  const totalItems = query.data?.pages[0]?.totalItems ?? null;
  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-2 border-b px-4">
        <h1 className="font-semibold">Rejected events</h1>
        <p role="status" className="text-xs text-soft">
          {totalItems === null ? "" : `${formatCount(totalItems, "event")} in the last 30 days`}
        </p>
        <Button size="icon" aria-label="Refresh" onClick={() => void query.refetch()} className="ml-auto">
          <RefreshCw aria-hidden className={classNames(query.isFetching && "animate-spin")} />
        </Button>
      </div>
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
        <RejectedTable rows={rows} openKey={openKey} onOpen={setOpenKey}>
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
    <div className="grid flex-1 place-items-center p-6 text-center">
      <div className="max-w-sm">
        <CircleCheck aria-hidden className="mx-auto mb-3 size-7 text-accent" />
        <h2 className="text-base font-semibold">Nothing was refused</h2>
        <p className="mt-1 text-soft">
          Every event of the last 30 days was accepted. One that cannot be read or stored would stand here
          with its reason and as it was sent.
        </p>
      </div>
    </div>
  );
}
