"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { SessionsTable } from "../sessions/sessions-table.tsx";
import { SumsDetailHead } from "../sums/sums-detail-head.tsx";
import { SumsEmpty } from "../sums/sums-empty.tsx";
import { SumsOverview } from "../sums/sums-overview.tsx";
import { useRangeParam } from "../sums/use-sums-params.ts";
import { tracesAddress } from "../traces/traces-address.ts";
import { userFilter } from "./user-filter.ts";
import { UserTraces } from "./user-traces.tsx";

/** One user of the application: what they cost, their conversations, their latest traces. */
export function UserPage({ projectId, userId }: { projectId: string; userId: string }) {
  const trpc = useTRPC();
  const [{ range }, setParams] = useRangeParam();
  const { filter, query } = userFilter(userId);
  const sums = useQuery(
    trpc.endUser.get.queryOptions({ projectId, userId, range }, { placeholderData: keepPreviousData }),
  );
  const sessions = useQuery(
    trpc.session.list.queryOptions(
      { projectId, range, query, sort: { column: "lastSeen", direction: "desc" } },
      { placeholderData: keepPreviousData },
    ),
  );
  const failed = [sums, sessions].find(({ isError }) => isError);
  const listHref = `/project/${encodeURIComponent(projectId)}/users`;
  return (
    <>
      <SumsDetailHead
        noun="User"
        id={userId}
        backHref={listHref}
        tracesHref={tracesAddress(projectId, filter, range)}
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
      {sums.data?.total === null ? (
        <SumsEmpty
          noun="user"
          listHref={listHref}
          range={range}
          onRange={(next) => void setParams({ range: next }, { history: "push" })}
        />
      ) : (
        <div
          role="region"
          // Nothing in it takes the focus while it loads, and it scrolls all the same.
          tabIndex={0}
          aria-label="Totals, traces and sessions"
          className="scroll-thin min-h-0 flex-1 overflow-auto -outline-offset-2"
        >
          <SumsOverview sums={sums.data ?? null} range={range} />
          <UserTraces projectId={projectId} query={query} range={range} />
          {sessions.data?.rows.length !== 0 && (
            <section aria-label="Sessions">
              <h2 className="px-4 pt-4 pb-1 font-semibold">Sessions</h2>
              <SessionsTable
                projectId={projectId}
                range={range}
                rows={sessions.data?.rows ?? null}
                sort={{ column: "lastSeen", direction: "desc" }}
                onSort={null}
                withUser={false}
              />
            </section>
          )}
        </div>
      )}
    </>
  );
}
