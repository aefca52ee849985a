"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatCount } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { useProject } from "../project/use-project.ts";

/** What was deleted and can still be undone, over the list; nothing for those who may not delete. */
export function PendingDeletions({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const nowMs = useNow(15_000);
  const { can } = useProject(projectId);
  const pending = useQuery(
    trpc.traceDeletion.pending.queryOptions({ projectId }, { enabled: can("traces:delete") }),
  );
  const cancel = useMutation(
    trpc.traceDeletion.cancel.mutationOptions({ onSuccess: () => client.invalidateQueries() }),
  );
  const open = pending.data?.filter(({ dueAt }) => Date.parse(dueAt) > nowMs) ?? [];
  if (open.length === 0 && !cancel.isError) return null;
  return (
    <div role="status" className="shrink-0 space-y-1.5 border-b bg-surface px-4 py-1.5">
      {open.map(({ id, traceCount, dueAt }) => {
        const minutes = Math.max(1, Math.ceil((Date.parse(dueAt) - nowMs) / 60_000));
        return (
          <p key={id} className="flex flex-wrap items-center gap-2">
            <span>{`${formatCount(traceCount, "trace")} deleted; erased in ${minutes} min.`}</span>
            <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ projectId, deletionId: id })}>
              <Undo2 aria-hidden />
              Undo
            </Button>
          </p>
        );
      })}
      {cancel.isError && (
        <ErrorNotice
          failure={toFailure(cancel.error)}
          onRetry={() => cancel.variables && cancel.mutate(cancel.variables)}
          retrying={cancel.isPending}
        />
      )}
    </div>
  );
}
