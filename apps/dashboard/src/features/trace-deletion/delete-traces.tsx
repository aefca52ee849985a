"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { formatCount } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";

interface DeleteTracesProps {
  projectId: string;
  traceIds: readonly string[];
  onDeleted: () => void;
}

/** Asks, then hides the traces at once; for an hour it can be undone. */
export function DeleteTraces({ projectId, traceIds, onDeleted }: DeleteTracesProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const request = useMutation(
    trpc.traceDeletion.request.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        onDeleted();
        await client.invalidateQueries();
      },
    }),
  );
  const submit = () => request.mutate({ projectId, traceIds: [...traceIds] });
  const what = formatCount(traceIds.length, "trace");
  return (
    <Dialog
      title={`Delete ${what}?`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <Trash2 aria-hidden />
          Delete
        </Button>
      }
    >
      <div className="space-y-4 p-4">
        <p>
          {traceIds.length === 1 ? "It vanishes" : "They vanish"} from every list, sum and export at once. For
          an hour this can be undone; after that spans, texts, scores and comments are erased for good.
        </p>
        {request.isError && (
          <ErrorNotice failure={toFailure(request.error)} onRetry={submit} retrying={request.isPending} />
        )}
        <div className="flex justify-end gap-2">
          <Button size="medium" onClick={() => setOpen(false)}>
            Keep
          </Button>
          <Button size="medium" look="solid" disabled={request.isPending} onClick={submit}>
            {request.isPending ? "Deleting…" : `Delete ${what}`}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
