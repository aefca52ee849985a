"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Check, Undo2 } from "lucide-react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { ReviewList } from "./review-list.tsx";
import { ReviewsEmpty } from "./reviews-empty.tsx";
import { ReviewsHead } from "./reviews-head.tsx";
import { type ReviewChange, useReviewChanges } from "./use-review-changes.ts";
import { useReviewShow } from "./use-reviews-params.ts";

const askAgainMs = 30_000;

const said: Record<ReviewChange, string> = {
  take: "You have taken it.",
  giveBack: "It is open again, for anybody to take.",
  resolve: "It is resolved.",
  reopen: "It is opened again.",
};

/** What waits for a person, who takes it, and what was done about it. */
export function ReviewsPage({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const [show] = useReviewShow();
  const changes = useReviewChanges(projectId);
  const query = useInfiniteQuery(
    trpc.review.list.infiniteQueryOptions(
      { projectId, show },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: askAgainMs },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? null;
  const loadMore = () => {
    if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
  };
  return (
    <>
      <ReviewsHead
        projectId={projectId}
        filled={rows !== null && rows.length > 0}
        fetching={query.isFetching}
        onRefresh={() => void query.refetch()}
      />
      <output className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-selected px-4 py-1.5 empty:hidden">
        {changes.done && (
          <>
            <Check aria-hidden className="size-4 shrink-0 text-accent" />
            <span>{said[changes.done.change]}</span>
            {changes.undo && (
              <Button disabled={changes.pending} onClick={() => void changes.undo?.()}>
                <Undo2 aria-hidden /> Undo
              </Button>
            )}
          </>
        )}
      </output>
      <div className="px-4 not-empty:py-2 empty:hidden">
        {changes.error && <FormError error={changes.error} />}
      </div>
      {query.isError && (
        <ErrorNotice
          className="m-4"
          failure={toFailure(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {rows === null && !query.isError && <ReviewsSkeleton />}
      {rows?.length === 0 && <ReviewsEmpty projectId={projectId} />}
      {rows !== null && rows.length > 0 && (
        <ReviewList projectId={projectId} rows={rows} changes={changes} onNearEnd={loadMore}>
          {query.hasNextPage && (
            <div className="flex h-13 items-center justify-center">
              <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {query.isFetchingNextPage ? "Loading…" : "Load more"}
              </Button>
            </div>
          )}
        </ReviewList>
      )}
    </>
  );
}

function ReviewsSkeleton() {
  return (
    <div aria-busy className="space-y-4 p-4">
      {Array.from({ length: 6 }, (_none, index) => (
        <Skeleton key={index} className="h-12 w-full" />
      ))}
    </div>
  );
}
