"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useNow } from "../../components/use-now.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { TraceComment } from "../../trpc/types.ts";
import { CommentForm } from "./comment-form.tsx";
import { CommentItem } from "./comment-item.tsx";

interface CommentThreadProps {
  projectId: string;
  traceId: string;
  /** null: about the trace as a whole. */
  spanId: string | null;
  title: ReactNode;
  /** Names what is commented, for the form. */
  subject: string;
  comments: readonly TraceComment[];
  mayWrite: boolean;
  mayRemoveAny: boolean;
}

/** What was said about one thing, and where to say more. */
export function CommentThread(props: CommentThreadProps) {
  const { projectId, traceId, spanId, title, subject, comments, mayWrite, mayRemoveAny } = props;
  const trpc = useTRPC();
  const client = useQueryClient();
  const nowMs = useNow(15_000);
  const add = useMutation(
    trpc.comment.add.mutationOptions({
      onSuccess: (comment) => {
        const key = trpc.comment.listOfTrace.queryKey({ projectId, traceId });
        client.setQueryData(key, (before) => before && [...before, comment]);
        return client.invalidateQueries({ queryKey: key });
      },
    }),
  );
  return (
    <section aria-label={`Comments on ${subject}`} className="space-y-2.5 px-4 py-3">
      <h3 className="flex min-w-0 items-center gap-1.5 text-xs font-medium text-soft">{title}</h3>
      {comments.length > 0 && (
        <ul className="space-y-3">
          {comments.map((comment) => (
            <CommentItem
              key={comment.id}
              projectId={projectId}
              comment={comment}
              nowMs={nowMs}
              mayWrite={mayWrite}
              mayRemoveAny={mayRemoveAny}
            />
          ))}
        </ul>
      )}
      {comments.length === 0 && !mayWrite && <p className="text-faint">No comments.</p>}
      {mayWrite && (
        <CommentForm
          label={comments.length === 0 ? `Say what you see in ${subject}` : "Reply"}
          action="Comment"
          isPending={add.isPending}
          error={add.error}
          onSend={(body, onDone) => add.mutate({ projectId, traceId, spanId, body }, { onSuccess: onDone })}
        />
      )}
    </section>
  );
}
