"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import { ConfirmDialog } from "../../components/ui/confirm-dialog.tsx";
import { formatCount } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { RejectedEvent } from "../../trpc/types.ts";
import { useProject } from "../project/use-project.ts";
import type { RejectedFilter } from "./use-rejected-params.ts";

interface ReplayButtonProps {
  projectId: string;
  /** One event, or everything that matches. */
  of: { event: RejectedEvent } | { filter: RejectedFilter };
  count: number;
}

/** Nothing for those who may not send events. */
export function ReplayButton({ projectId, of, count }: ReplayButtonProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { can } = useProject(projectId);
  const replay = useMutation(
    trpc.rejectedEvent.replay.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.rejectedEvent.replays.queryFilter({ projectId })),
    }),
  );
  if (!can("traces:ingest")) return null;
  const what = formatCount(count, "event");
  const confirm = async (): Promise<string | null> => {
    try {
      const wanted =
        "filter" in of ? of : { event: { eventId: of.event.eventId, receivedAt: of.event.receivedAt } };
      await replay.mutateAsync({ projectId, of: wanted });
      return null;
    } catch (error) {
      const { message, nextStep } = toFailure(error);
      return `${message} ${nextStep}`;
    }
  };
  return (
    <ConfirmDialog
      title={`Replay ${what}?`}
      text="Each is read and stored as if it had just arrived, under its own id: what is stored already stays one row. What is refused again comes back here with the new reason."
      action={`Replay ${what}`}
      onConfirm={confirm}
      trigger={
        <Button>
          <RotateCcw aria-hidden />
          {count === 1 ? "Replay" : `Replay ${what}`}
        </Button>
      }
    />
  );
}
