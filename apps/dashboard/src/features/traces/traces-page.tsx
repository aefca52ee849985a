"use client";

import { parseQuery } from "@plumbline/filters/parse-query";
import { useMemo } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { toFailure } from "../../trpc/failure.ts";
import { useKeys } from "../keys/keys.tsx";
import { PendingDeletions } from "../trace-deletion/pending-deletions.tsx";
import { EmptyTraces, NotUnderstood } from "./empty-traces.tsx";
import { Facets } from "./facets/facets.tsx";
import { useFacetsOpen } from "./facets/use-facets-open.ts";
import { Histogram } from "./histogram/histogram.tsx";
import { useLiveList } from "./live/use-live-list.ts";
import { usePeek } from "./peek/use-peek.ts";
import { TraceList } from "./trace-list.tsx";
import { TracesToolbar } from "./traces-toolbar.tsx";
import { TracesViews } from "./traces-views.tsx";
import { useLoadValues } from "./use-load-values.ts";
import { useNewestTrace, useTraceCount, useTraces } from "./use-traces.ts";
import { useTracesParams } from "./use-traces-params.ts";

interface TracesPageProps {
  projectId: string;
  apiUrl: string;
}

/** While the list is live its numbers follow at leisure. */
const countEveryMs = 10_000;

export function TracesPage({ projectId, apiUrl }: TracesPageProps) {
  const [{ q }] = useTracesParams();
  const understood = useMemo(() => parseQuery(q).problems.length === 0, [q]);
  const { query, rows } = useTraces({ projectId, understood });
  const live = useLiveList({ projectId, understood, query });
  const asked = { projectId, refreshEveryMs: live.on && understood ? countEveryMs : null, understood };
  const count = useTraceCount(asked);
  const loadValues = useLoadValues(projectId);
  const facets = useFacetsOpen(usePeek().peekId !== null);
  const refresh = () => {
    if (!understood) return;
    void query.refetch();
    void count.refetch();
  };
  useKeys([
    { key: "r", group: "List", does: "Refresh", run: refresh },
    { key: "l", group: "List", does: "Follow new traces, or stop doing so", run: live.toggle },
    { key: "f", group: "List", does: "Show or hide the filters", run: facets.toggle },
    { key: "t", group: "List", does: "Choose the time range", run: openTimeRange },
  ]);

  const isEmpty = query.isSuccess && !query.isPlaceholderData && rows.length === 0;
  const nothingYet = useNewestTrace(projectId, isEmpty).data === null;
  const failed = query.isError && rows.length === 0;
  return (
    <>
      <TracesToolbar
        projectId={projectId}
        count={isEmpty ? { total: 0, exact: true } : (count.data ?? null)}
        fetching={query.isFetching}
        live={live}
        onRefresh={refresh}
        facetsOpen={facets.open}
        onFacetsToggle={facets.toggle}
        loadValues={loadValues}
        views={<TracesViews projectId={projectId} />}
      />
      <PendingDeletions projectId={projectId} />
      <div className="flex min-h-0 flex-1">
        {!nothingYet && (
          <Facets projectId={projectId} open={facets.open} beside={facets.beside} onClose={facets.close} />
        )}
        <div className="flex min-w-0 flex-1 flex-col">
          {query.isError && (
            <ErrorNotice
              failure={toFailure(query.error)}
              onRetry={refresh}
              retrying={query.isFetching}
              className="mx-4 mt-3 mb-1 shrink-0"
            />
          )}
          {isEmpty ? (
            <>
              {!nothingYet && <Histogram {...asked} />}
              <EmptyTraces projectId={projectId} apiUrl={apiUrl} />
            </>
          ) : !understood && !query.data ? (
            <NotUnderstood />
          ) : failed ? null : (
            <TraceList
              projectId={projectId}
              query={query}
              rows={rows}
              count={count.data ?? null}
              live={live}
              histogram={<Histogram {...asked} />}
            />
          )}
        </div>
      </div>
    </>
  );
}

function openTimeRange(): void {
  document.querySelector<HTMLElement>("[data-time-range]")?.click();
}
