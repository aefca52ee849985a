"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import type { SpanLayout } from "../trace/layout-spans.ts";
import { useCommentsOpen } from "./use-comments-open.ts";

const CommentsPanel = lazy(async () => ({ default: (await import("./comments-panel.tsx")).CommentsPanel }));

interface CommentsAsideProps {
  projectId: string;
  traceId: string;
  layout: SpanLayout;
}

/** What people say about a trace: beside its views, below them where it is narrow. */
export function CommentsAside(props: CommentsAsideProps) {
  const [open, setOpen] = useCommentsOpen();
  if (!open) return null;
  return (
    <aside
      aria-label="Comments"
      className="flex max-h-[55%] min-h-0 shrink-0 flex-col border-t bg-canvas group-data-whole/trace:xl:max-h-none group-data-whole/trace:xl:w-80 group-data-whole/trace:xl:border-t-0 group-data-whole/trace:xl:border-l"
    >
      <Suspense
        fallback={
          <div aria-busy className="space-y-3 p-4">
            <Skeleton className="w-24" />
            <Skeleton className="h-16 rounded-lg" />
          </div>
        }
      >
        <CommentsPanel key={props.traceId} {...props} onClose={() => void setOpen(null)} />
      </Suspense>
    </aside>
  );
}
