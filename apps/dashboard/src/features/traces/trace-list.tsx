"use client";

import { useRouter } from "next/navigation";
import { lazy, type MouseEvent, type ReactNode, Suspense, useCallback, useEffect, useRef } from "react";
import { Button } from "../../components/ui/button.tsx";
import { useMedia } from "../../components/use-media.ts";
import { formatInteger } from "../../format/number.ts";
import type { TraceRow } from "../../trpc/types.ts";
import { useBookmarks } from "../bookmark/use-bookmarks.ts";
import { useKeys } from "../keys/keys.tsx";
import { useProject } from "../project/use-project.ts";
import { useColumns } from "./columns/use-columns.ts";
import { rememberOrder } from "./list-order.ts";
import { NewPill } from "./live/new-pill.tsx";
import { useHold } from "./live/use-hold.ts";
import type { LiveList } from "./live/use-live-list.ts";
import { enterPeek } from "./peek/enter-peek.ts";
import { loadTracePanel, PeekPanel } from "./peek/peek-panel.tsx";
import { usePeek } from "./peek/use-peek.ts";
import { serializeSort } from "./sort.ts";
import { type TableHandle, TracesTable } from "./table/traces-table.tsx";
import { serializeTimeRange } from "./time-range.ts";
import { useListMemory } from "./use-list-memory.ts";
import { useRowCursor } from "./use-row-cursor.ts";
import { useSelection } from "./use-selection.ts";
import { usePrefetchTrace, type useTraces } from "./use-traces.ts";
import { useTracesParams } from "./use-traces-params.ts";
import { useValueMenu } from "./use-value-menu.tsx";

const DeleteTraces = lazy(async () => ({
  default: (await import("../trace-deletion/delete-traces.tsx")).DeleteTraces,
}));
const ExportTraces = lazy(async () => ({
  default: (await import("./export/export-traces.tsx")).ExportTraces,
}));
const SelectionBar = lazy(async () => ({ default: (await import("./selection-bar.tsx")).SelectionBar }));

interface TraceListProps {
  projectId: string;
  query: ReturnType<typeof useTraces>["query"];
  rows: readonly TraceRow[];
  count: { total: number; exact: boolean } | null;
  live: LiveList;
  histogram: ReactNode;
}

/** Where a trace fits beside the list; on anything narrower it is a page of its own. */
const peekQuery = "(min-width: 64rem)";

/** The table, the trace beside it, and what can be done with the selected rows. */
export function TraceList({ projectId, query, rows, count, live, histogram }: TraceListProps) {
  const router = useRouter();
  const [{ range, q, sort }, setParams] = useTracesParams();
  const { shown } = useColumns();
  const { peekId, open, close } = usePeek();
  const hasRoom = useMedia(peekQuery, true);
  const table = useRef<TableHandle>(null);
  const question = `${serializeTimeRange(range)} ${serializeSort(sort)} ${q}`;
  const scroller = useListMemory(query.data !== undefined, question);
  const prefetch = usePrefetchTrace(projectId);
  const selection = useSelection(rows, question);
  useHold({ scroller, busy: selection.ids.size > 0 || peekId !== null, onHold: live.hold });
  const bringIn = () => {
    const focus = scroller.current?.matches(":focus-within") === true;
    live.bringIn();
    scroller.current?.scrollTo({ top: 0 });
    if (focus) table.current?.show(0, true);
  };
  const { can } = useProject(projectId);
  const { openMenu, menu } = useValueMenu();
  const bookmarks = useBookmarks(projectId, rows);

  useEffect(() => void loadTracePanel(), []);
  useEffect(
    () =>
      rememberOrder(
        projectId,
        rows.map(({ traceId }) => traceId),
      ),
    [projectId, rows],
  );
  const hrefOf = useCallback(
    (traceId: string) => `/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(traceId)}`,
    [projectId],
  );
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  // What failed is not asked for again and again: then a press of the button does it.
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  const onOpen = useCallback(
    (traceId: string, event: MouseEvent) => {
      prefetch(traceId);
      if (!hasRoom || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      // A key on the row of the trace that is open already leads into it; a press of the pointer does not.
      if (traceId === peekId && event.detail === 0) enterPeek();
      else open(traceId);
    },
    [prefetch, hasRoom, open, peekId],
  );
  const cursor = useRowCursor({
    rows,
    table,
    peekId: hasRoom ? peekId : null,
    onPeek: open,
    onClosePeek: close,
    onSelect: selection.toggle,
    onNearEnd: loadMore,
    onExpect: prefetch,
  });
  useKeys(
    peekId !== null
      ? [{ key: "Escape", group: "List", does: "Close the trace", run: cursor.leavePeek }]
      : selection.ids.size > 0
        ? [{ key: "Escape", group: "List", does: "Clear the selection", run: selection.clear }]
        : [],
  );
  useEffect(() => {
    if (peekId !== null && !hasRoom) router.replace(hrefOf(peekId));
  }, [peekId, hasRoom, router, hrefOf]);

  return (
    <div className="flex min-h-0 flex-1">
      <div className="relative flex min-w-0 flex-1 flex-col">
        {histogram}
        <NewPill live={live} onBringIn={bringIn} />
        <TracesTable
          rows={query.data ? rows : null}
          totalRows={count?.exact ? count.total : null}
          columns={shown}
          sort={sort}
          onSort={(next) => void setParams({ sort: next }, { history: "push" })}
          selection={selection}
          bookmarks={bookmarks}
          currentId={peekId}
          hrefOf={hrefOf}
          onMenu={openMenu}
          onOpen={onOpen}
          onNearEnd={loadMore}
          scroller={scroller}
          handle={table}
          outdated={query.isPlaceholderData}
        >
          {query.data && <ListEnd query={query} loaded={rows.length} count={count} />}
        </TracesTable>
        {selection.ids.size > 0 && (
          <Suspense>
            <SelectionBar
              selection={selection}
              actions={
                <>
                  <ExportTraces projectId={projectId} traceIds={[...selection.ids]} />
                  {can("traces:delete") && (
                    <DeleteTraces
                      projectId={projectId}
                      traceIds={[...selection.ids]}
                      onDeleted={selection.clear}
                    />
                  )}
                </>
              }
            />
          </Suspense>
        )}
      </div>
      {peekId !== null && hasRoom && (
        <PeekPanel
          projectId={projectId}
          traceId={peekId}
          href={hrefOf(peekId)}
          onStep={cursor}
          onClose={cursor.leavePeek}
        />
      )}
      {menu}
    </div>
  );
}

interface ListEndProps extends Pick<TraceListProps, "query" | "count"> {
  loaded: number;
}

/** More comes by itself; a press helps where it does not, as after an error. */
function ListEnd({ query, count, loaded }: ListEndProps) {
  return (
    <div className="sticky left-0 flex h-13 items-center justify-center gap-3 text-xs text-soft">
      {query.hasNextPage && (
        <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? "Loading…" : "Load more"}
        </Button>
      )}
      {count && `${formatInteger(loaded)} of ${count.exact ? "" : "≈ "}${formatInteger(count.total)}`}
    </div>
  );
}
