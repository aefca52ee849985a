"use client";

import { useEffect, useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { formatInteger } from "../../format/number.ts";
import { toFailure } from "../../trpc/failure.ts";
import { useKeys } from "../keys/keys.tsx";
import { EmptyTraces } from "./empty-traces.tsx";
import { focusRow } from "./focus-row.ts";
import { rememberOrder } from "./list-order.ts";
import { TracesTable } from "./traces-table.tsx";
import { TracesToolbar } from "./traces-toolbar.tsx";
import { useListMemory } from "./use-list-memory.ts";
import { usePrefetchTrace, useTraces } from "./use-traces.ts";

interface TracesPageProps {
  projectId: string;
  apiUrl: string;
}

const refreshEveryMs = 5_000;

export function TracesPage({ projectId, apiUrl }: TracesPageProps) {
  const [live, setLive] = useState(false);
  const { query, rows, totalItems } = useTraces({ projectId, refreshEveryMs: live ? refreshEveryMs : null });
  const scroller = useListMemory(query.data !== undefined);
  const prefetch = usePrefetchTrace(projectId);
  useEffect(
    () =>
      rememberOrder(
        projectId,
        rows.map(({ traceId }) => traceId),
      ),
    [projectId, rows],
  );
  const refresh = () => void query.refetch();

  useKeys([
    { key: "j", group: "List", does: "Next trace", run: () => focusRow(1) },
    { key: "k", group: "List", does: "Previous trace", run: () => focusRow(-1) },
    { key: "o", group: "List", does: "Open the trace (also Enter)", run: () => openFocusedRow() },
    { key: "r", group: "List", does: "Refresh", run: refresh },
  ]);

  const isEmpty = query.isSuccess && !query.isPlaceholderData && rows.length === 0;
  return (
    <>
      <TracesToolbar
        totalItems={isEmpty ? 0 : totalItems}
        fetching={query.isFetching}
        live={live}
        onLiveChange={setLive}
        onRefresh={refresh}
      />
      {query.isError && (
        <ErrorNotice
          failure={toFailure(query.error)}
          onRetry={refresh}
          retrying={query.isFetching}
          className="mx-4 mt-3 mb-1 shrink-0"
        />
      )}
      {isEmpty ? (
        <EmptyTraces projectId={projectId} apiUrl={apiUrl} />
      ) : query.isError && rows.length === 0 ? null : (
        <TracesTable
          rows={query.data ? rows : null}
          scrollerRef={scroller}
          onOpen={prefetch}
          outdated={query.isPlaceholderData}
          hrefOf={(traceId) =>
            `/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(traceId)}`
          }
        >
          {query.data && (
            <div className="flex h-13 items-center justify-center gap-3 text-xs text-soft">
              {query.hasNextPage ? (
                <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {query.isFetchingNextPage ? "Loading…" : "Load more"}
                </Button>
              ) : null}
              {totalItems !== null && `${formatInteger(rows.length)} of ${formatInteger(totalItems)}`}
            </div>
          )}
        </TracesTable>
      )}
    </>
  );
}

function openFocusedRow(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLAnchorElement && "rowLink" in activeElement.dataset) activeElement.click();
}
