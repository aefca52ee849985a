"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { SumsDetailHead } from "../sums/sums-detail-head.tsx";
import { SumsEmpty } from "../sums/sums-empty.tsx";
import { SumsOverview } from "../sums/sums-overview.tsx";
import { useRangeParam } from "../sums/use-sums-params.ts";
import { tracesAddress } from "../traces/traces-address.ts";
import { Replay } from "./replay.tsx";

/** One conversation: what it cost, and every turn in order. */
export function SessionPage({ projectId, sessionId }: { projectId: string; sessionId: string }) {
  const trpc = useTRPC();
  const [{ range }, setParams] = useRangeParam();
  const sums = useQuery(
    trpc.session.get.queryOptions({ projectId, sessionId, range }, { placeholderData: keepPreviousData }),
  );
  const conversation = useInfiniteQuery(
    trpc.session.conversation.infiniteQueryOptions(
      { projectId, sessionId, range },
      { getNextPageParam: (page) => page.nextCursor, enabled: sums.data?.total !== null },
    ),
  );
  const turns = conversation.data?.pages.flatMap((page) => page.turns) ?? null;
  const isEmpty = sums.data?.total === null;
  const failed = isEmpty ? undefined : [sums, conversation].find(({ isError }) => isError);
  const tracesHref = tracesAddress(
    projectId,
    { type: "compare", field: "session", operator: "is", values: [sessionId] },
    range,
  );
  const listHref = `/project/${encodeURIComponent(projectId)}/sessions`;
  return (
    <>
      <SumsDetailHead
        noun="Session"
        id={sessionId}
        backHref={listHref}
        tracesHref={tracesHref}
        range={range}
        onRange={(next) => void setParams({ range: next }, { history: "push" })}
      />
      {failed && (
        <ErrorNotice
          className="m-4"
          failure={toFailure(failed.error)}
          onRetry={() => void failed.refetch()}
          retrying={failed.isFetching}
        />
      )}
      {isEmpty ? (
        <SumsEmpty
          noun="session"
          listHref={listHref}
          range={range}
          onRange={(next) => void setParams({ range: next }, { history: "push" })}
        />
      ) : (
        <div
          role="region"
          // Nothing in it takes the focus while it loads, and it scrolls all the same.
          tabIndex={0}
          aria-label="Totals and conversation"
          className="scroll-thin min-h-0 flex-1 overflow-auto -outline-offset-2"
        >
          <SumsOverview sums={sums.data ?? null} range={range} />
          <Replay projectId={projectId} turns={turns} />
          {conversation.hasNextPage && (
            <div className="flex h-13 items-center justify-center">
              <Button
                disabled={conversation.isFetchingNextPage}
                onClick={() => void conversation.fetchNextPage()}
              >
                {conversation.isFetchingNextPage ? "Loading…" : "Show later turns"}
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}
