"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil, Trash2, Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { formatExact, formatRelative } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { TraceComment } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { CommentForm } from "./comment-form.tsx";
import { LinkedText } from "./linked-text.tsx";
import { useRemoval } from "./use-removal.ts";

interface CommentItemProps {
  projectId: string;
  comment: TraceComment;
  nowMs: number;
  /** The reader may write here. */
  mayWrite: boolean;
  /** Also what others wrote. */
  mayRemoveAny: boolean;
}

export function CommentItem({ projectId, comment, nowMs, mayWrite, mayRemoveAny }: CommentItemProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: trpc.comment.pathKey() });
  const edit = useMutation(trpc.comment.edit.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.comment.remove.mutationOptions({ onSuccess: refresh }));
  const send = () => remove.mutate({ projectId, commentId: comment.id });
  const removal = useRemoval(send);

  if (removal.pending) return <Removed onUndo={removal.undo} />;
  // Until the list has come anew it is as good as gone.
  if (remove.isPending || remove.isSuccess) return null;
  return (
    <li className="group/comment space-y-0.5">
      <div className="flex h-6 items-center gap-2">
        <span className="truncate font-medium">{nameOf(comment.author)}</span>
        <Times comment={comment} nowMs={nowMs} />
        {!editing && (
          <span className="ml-auto flex opacity-0 group-focus-within/comment:opacity-100 group-hover/comment:opacity-100 max-md:opacity-100">
            {mayWrite && comment.isOwn && (
              <Button
                look="quiet"
                size="icon"
                title="Edit"
                aria-label="Edit the comment"
                className="size-6 text-faint"
                onClick={() => setEditing(true)}
              >
                <Pencil aria-hidden />
              </Button>
            )}
            {mayWrite && (comment.isOwn || mayRemoveAny) && (
              <Button
                look="quiet"
                size="icon"
                title="Remove"
                aria-label="Remove the comment"
                className="size-6 text-faint"
                onClick={removal.begin}
              >
                <Trash2 aria-hidden />
              </Button>
            )}
          </span>
        )}
      </div>
      {editing ? (
        <CommentForm
          label="Edit the comment"
          initial={comment.body}
          action="Save"
          isPending={edit.isPending}
          error={edit.error}
          onCancel={() => setEditing(false)}
          onSend={(body) =>
            edit.mutate({ projectId, commentId: comment.id, body }, { onSuccess: () => setEditing(false) })
          }
        />
      ) : (
        <LinkedText text={comment.body} />
      )}
      {remove.isError && (
        <ErrorNotice failure={toFailure(remove.error)} onRetry={send} retrying={remove.isPending} />
      )}
    </li>
  );
}

/** Clients with a key may leave their author out. */
function nameOf({ userId, name }: TraceComment["author"]): string {
  return userId === "" ? "An API key" : (name ?? "A former member");
}

function Times({ comment, nowMs }: Pick<CommentItemProps, "comment" | "nowMs">) {
  const zone = useTimeZone();
  const createdMs = Date.parse(comment.createdAt);
  return (
    <span className="shrink-0 text-xs text-faint">
      <time dateTime={comment.createdAt} title={formatExact(createdMs, zone)}>
        {formatRelative(createdMs, nowMs, zone)}
      </time>
      {comment.editedAt !== null && (
        <span title={formatExact(Date.parse(comment.editedAt), zone)}> · edited</span>
      )}
    </span>
  );
}

/** Stands where the comment stood, for as long as it can come back. */
function Removed({ onUndo }: { onUndo: () => void }) {
  const undo = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone; the focus must not be lost with it.
  useEffect(() => undo.current?.focus(), []);
  return (
    <li className="flex items-center gap-2 rounded-md bg-surface px-2.5 py-1.5 text-soft">
      <span role="status">Comment removed.</span>
      <Button ref={undo} onClick={onUndo} className="ml-auto">
        <Undo2 aria-hidden />
        Undo
      </Button>
    </li>
  );
}
