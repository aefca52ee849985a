"use client";

import { X } from "lucide-react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { formatInteger } from "../../format/number.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { TraceComment } from "../../trpc/types.ts";
import { useProject } from "../project/use-project.ts";
import type { SpanLayout, SpanNode } from "../trace/layout-spans.ts";
import { KindIcon, kindLooks } from "../trace/span-kinds.tsx";
import { useSelection } from "../trace/use-selection.ts";
import { CommentThread } from "./comment-thread.tsx";
import { useComments } from "./use-comments.ts";

interface CommentsPanelProps {
  projectId: string;
  traceId: string;
  layout: SpanLayout;
  onClose: () => void;
}

const nameOf = ({ span }: SpanNode) => span.name || kindLooks[span.kind].label;

/** The thread of the selected span, that of the trace, and which other spans have one. */
export function CommentsPanel({ projectId, traceId, layout, onClose }: CommentsPanelProps) {
  const query = useComments(projectId, traceId);
  const { can, project } = useProject(projectId);
  const { selected, select } = useSelection(layout);
  const node = layout.nodes[selected];
  const spanId = node?.span.spanId ?? "";
  const comments = query.data ?? [];
  const common = {
    projectId,
    traceId,
    mayWrite: can("comments:write"),
    mayRemoveAny: can("members:manage"),
  };
  return (
    <>
      <div className="flex h-10 shrink-0 items-center justify-between border-b pr-2 pl-4">
        <h2 className="font-semibold">Comments</h2>
        <Button look="quiet" size="icon" title="Close (C)" aria-label="Close the comments" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <div className="scroll-thin min-h-0 flex-1 divide-y overflow-y-auto">
        {query.isError && (
          <ErrorNotice
            className="m-4"
            failure={toFailure(query.error)}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        )}
        {query.isPending || project === null ? (
          <div aria-busy className="space-y-3 p-4">
            <Skeleton className="w-24" />
            <Skeleton className="h-14 rounded-md" />
          </div>
        ) : (
          <>
            {comments.length === 0 && (
              <p className="px-4 py-2.5 text-xs text-soft">
                Nobody has said anything yet. Comments are read by everybody in this project, and never
                through a public link.
              </p>
            )}
            {node && spanId !== "" && (
              <CommentThread
                key={spanId}
                {...common}
                spanId={spanId}
                subject="this span"
                title={
                  <>
                    <span className="shrink-0">Span</span>
                    <KindIcon kind={node.span.kind} />
                    <span className="truncate text-text">{nameOf(node)}</span>
                  </>
                }
                comments={comments.filter((comment) => comment.spanId === spanId)}
              />
            )}
            <CommentThread
              key="trace"
              {...common}
              spanId={null}
              subject="this trace"
              title="The trace as a whole"
              comments={comments.filter((comment) => comment.spanId === null)}
            />
            <OtherSpans layout={layout} comments={comments} except={spanId} onSelect={select} />
          </>
        )}
      </div>
    </>
  );
}

interface OtherSpansProps {
  layout: SpanLayout;
  comments: readonly TraceComment[];
  except: string;
  onSelect: (index: number) => void;
}

function OtherSpans({ layout, comments, except, onSelect }: OtherSpansProps) {
  const counts = new Map<string, number>();
  for (const { spanId } of comments) {
    if (spanId !== null && spanId !== except) counts.set(spanId, (counts.get(spanId) ?? 0) + 1);
  }
  const others = layout.nodes.filter(({ span }) => counts.has(span.spanId));
  if (others.length === 0) return null;
  return (
    <section aria-label="Other spans with comments" className="space-y-1 px-4 py-3">
      <h3 className="text-xs font-medium text-soft">Also said of</h3>
      <ul>
        {others.map((node) => (
          <li key={node.index}>
            <Button
              look="quiet"
              className="-mx-2 w-full justify-start font-normal"
              onClick={() => onSelect(node.index)}
            >
              <KindIcon kind={node.span.kind} />
              <span className="truncate">{nameOf(node)}</span>
              <span className="ml-auto text-faint tabular-nums">
                {formatInteger(counts.get(node.span.spanId) ?? 0)}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
