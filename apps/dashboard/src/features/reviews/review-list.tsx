"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useCallback, useEffect, useState } from "react";
import { useMedia } from "../../components/use-media.ts";
import { useNow } from "../../components/use-now.ts";
import type { ListedReviewItem } from "../../trpc/types.ts";
import { useProject } from "../project/use-project.ts";
import { loadTracePanel, PeekPanel } from "../traces/peek/peek-panel.tsx";
import { usePeek } from "../traces/peek/use-peek.ts";
import { ResolveDialog } from "./resolve-dialog.tsx";
import { ReviewActions } from "./review-actions.tsx";
import { ReviewRow } from "./review-row.tsx";
import type { ReviewChange, useReviewChanges } from "./use-review-changes.ts";
import { useReviewCursor } from "./use-review-cursor.ts";

interface ReviewListProps {
  projectId: string;
  rows: readonly ListedReviewItem[];
  changes: ReturnType<typeof useReviewChanges>;
  onNearEnd: () => void;
  /** Below the last item. */
  children: ReactNode;
}

/** Where a trace fits beside the list; on anything narrower it is a page of its own. */
const peekQuery = "(min-width: 64rem)";

export function ReviewList({ projectId, rows, changes, onNearEnd, children }: ReviewListProps) {
  const router = useRouter();
  const mayWrite = useProject(projectId).can("reviews:write");
  const nowMs = useNow(10_000);
  const hasRoom = useMedia(peekQuery, true);
  const { peekId, open, close } = usePeek();
  const [resolving, setResolving] = useState<ListedReviewItem | null>(null);
  const indexOf = (item: ListedReviewItem) => rows.findIndex(({ id }) => id === item.id);
  const change = async (item: ListedReviewItem, what: ReviewChange, note?: string) => {
    const index = indexOf(item);
    if (!(await changes.run(item, what, note))) return;
    setResolving(null);
    cursor.refocus(index);
  };
  const beginToResolve = (item: ListedReviewItem) => {
    changes.forgetError();
    setResolving(item);
  };
  const cursor = useReviewCursor({
    rows,
    peekId: hasRoom ? peekId : null,
    onPeek: open,
    onClosePeek: close,
    onNearEnd,
    onTake: mayWrite
      ? (index) => {
          const item = rows[index];
          if (item?.state === "open") void change(item, "take");
        }
      : null,
    onResolve: mayWrite
      ? (index) => {
          const item = rows[index];
          if (item && item.state !== "done") beginToResolve(item);
        }
      : null,
  });
  const hrefOf = useCallback(
    (traceId: string) => `/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(traceId)}`,
    [projectId],
  );
  const onOpen = (traceId: string) => (event: MouseEvent) => {
    if (!hasRoom || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(traceId);
  };
  useEffect(() => void loadTracePanel(), []);
  useEffect(() => {
    if (peekId !== null && !hasRoom) router.replace(hrefOf(peekId));
  }, [peekId, hasRoom, router, hrefOf]);
  return (
    <div className="flex min-h-0 flex-1">
      <div className="scroll-thin min-h-0 min-w-0 flex-1 overflow-y-auto">
        <ol aria-label="Items">
          {rows.map((item) => (
            <ReviewRow
              key={item.id}
              projectId={projectId}
              item={item}
              nowMs={nowMs}
              current={hasRoom && item.traceId === peekId}
              onOpen={onOpen(item.traceId)}
            >
              {mayWrite && (
                <ReviewActions
                  item={item}
                  disabled={changes.pending}
                  onChange={(what) => void change(item, what)}
                  onResolve={() => beginToResolve(item)}
                />
              )}
            </ReviewRow>
          ))}
        </ol>
        {children}
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
      {resolving && (
        <ResolveDialog
          item={resolving}
          pending={changes.pending}
          error={changes.error}
          onResolve={(note) => void change(resolving, "resolve", note)}
          onClose={() => setResolving(null)}
        />
      )}
    </div>
  );
}
