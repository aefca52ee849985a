"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, RefreshCw, SearchX } from "lucide-react";
import { classNames } from "../../components/class-names.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { formatCount, formatInteger } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { useProject } from "../project/use-project.ts";
import { RejectedExport } from "./rejected-export.tsx";
import { RejectedFilters } from "./rejected-filters.tsx";
import { RejectedGroups } from "./rejected-groups.tsx";
import { RejectedHead } from "./rejected-head.tsx";
import { everyHour } from "./rejected-hours.ts";
import { RejectedReplays } from "./rejected-replays.tsx";
import { RejectedTable } from "./rejected-table.tsx";
import { ReplayButton } from "./replay-button.tsx";
import { toRejectedFilter, useRejectedParams } from "./use-rejected-params.ts";

/** What was sent and not taken, with the reason, so that its sender can mend it and have it tried again. */
export function RejectedPage({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const [params] = useRejectedParams();
  const { project } = useProject(projectId);
  const filter = toRejectedFilter(params);
  const replayed = params.show === "replayed";
  const query = useInfiniteQuery(
    trpc.rejectedEvent.list.infiniteQueryOptions(
      { projectId, filter, replayed },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? null;
  const totalItems = query.data?.pages[0]?.totalItems ?? null;
  return (
    <>
      <RejectedHead totalItems={totalItems} keptDays={project?.deadLetterDays}>
        <span className="ml-auto flex gap-2">
          {totalItems !== null && totalItems > 0 && (
            <RejectedExport projectId={projectId} totalItems={totalItems} />
          )}
          {!replayed && totalItems !== null && totalItems > 1 && (
            <ReplayButton projectId={projectId} of={{ filter }} count={totalItems} />
          )}
          <Button size="icon" aria-label="Refresh" title="Refresh" onClick={() => void query.refetch()}>
            <RefreshCw aria-hidden className={classNames(query.isFetching && "animate-spin")} />
          </Button>
        </span>
      </RejectedHead>
      <RejectedFilters />
      <RejectedReplays projectId={projectId} />
      {!replayed && <RejectedGroups projectId={projectId} filter={filter} />}
      {query.isError && (
        <ErrorNotice
          className="m-4"
          failure={toFailure(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {rows?.length === 0 ? (
        <NothingRejected keptDays={project?.deadLetterDays ?? 30} />
      ) : rows === null && query.isError ? null : (
        <RejectedTable projectId={projectId} rows={rows}>
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

/** Nothing that the filters pass, or nothing at all. */
function NothingRejected({ keptDays }: { keptDays: number }) {
  const [{ code, source, q, hours, show }, setParams] = useRejectedParams();
  if (code !== "" || source !== "" || q !== "" || hours !== everyHour || show !== "open") {
    const all = { code: null, source: null, q: null, hours: null, show: null };
    return (
      <EmptyState icon={<SearchX />} title="No event matches" text="Nothing of this kind was refused then.">
        <Button size="medium" look="solid" onClick={() => void setParams(all)}>
          Clear the filters
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<CircleCheck />}
      title="Nothing was refused"
      text={`Every event of the last ${formatCount(keptDays, "day")} was accepted. One that cannot be read or stored would stand here with its reason and as it was sent.`}
    />
  );
}
