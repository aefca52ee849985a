"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { DeferredProps } from "../../components/deferred.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { TraceShare } from "../../trpc/types.ts";
import { LiveLink } from "./live-link.tsx";

interface ShareDialogProps extends DeferredProps {
  projectId: string;
  traceId: string;
  share: {
    data: TraceShare | null | undefined;
    isError: boolean;
    error: unknown;
    isFetching: boolean;
    refetch: () => unknown;
  };
}

/** Makes the public link of a trace, and ends it. */
export function ShareDialog({ trigger, defaultOpen, projectId, traceId, share }: ShareDialogProps) {
  const [open, setOpen] = useState<boolean>(defaultOpen);
  return (
    <Dialog title="Share this trace" open={open} onOpenChange={setOpen} trigger={trigger}>
      <div className="space-y-4 p-4">
        <WhatIsSeen />
        {share.data ? (
          <LiveLink projectId={projectId} traceId={traceId} share={share.data} />
        ) : share.isError ? (
          <ErrorNotice
            failure={toFailure(share.error)}
            onRetry={() => void share.refetch()}
            retrying={share.isFetching}
          />
        ) : (
          <MakeLink projectId={projectId} traceId={traceId} />
        )}
      </div>
    </Dialog>
  );
}

function WhatIsSeen() {
  return (
    <div className="space-y-2">
      <p>Whoever has the link sees this one trace, without signing in:</p>
      <ul className="space-y-1 text-soft">
        <Said seen>
          every span with its inputs, outputs, tool calls, errors, model, tokens, cost, metadata and
          attributes, and the same as a file;
        </Said>
        <Said seen>the user and session id, environment, release and tags that were sent with it;</Said>
        <Said>
          no comments, scores or bookmarks, no names of members, not the project, and no other trace.
        </Said>
      </ul>
    </div>
  );
}

function Said({ seen = false, children }: { seen?: boolean; children: ReactNode }) {
  const Icon = seen ? Check : Minus;
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0 text-faint" />
      <span>{children}</span>
    </li>
  );
}

const lifetimes = [
  { days: 1, label: "1 day" },
  { days: 7, label: "7 days" },
  { days: 30, label: "30 days" },
  { days: null, label: "Until revoked" },
] as const;
type LifetimeDays = (typeof lifetimes)[number]["days"];

function MakeLink({ projectId, traceId }: Pick<ShareDialogProps, "projectId" | "traceId">) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [days, setDays] = useState<LifetimeDays>(7);
  const create = useMutation(
    trpc.traceShare.create.mutationOptions({
      onSuccess: (made) => client.setQueryData(trpc.traceShare.get.queryKey({ projectId, traceId }), made),
    }),
  );
  return (
    <>
      <fieldset>
        <legend className="mb-1 text-xs font-medium">The link works for</legend>
        <div className="flex flex-wrap gap-1.5">
          {lifetimes.map((lifetime) => (
            <label
              key={lifetime.label}
              className="flex h-8 items-center gap-1.5 rounded-md border px-2.5 has-checked:border-accent has-checked:bg-selected"
            >
              <input
                type="radio"
                name="lifetime"
                checked={days === lifetime.days}
                onChange={() => setDays(lifetime.days)}
                className="accent-(--accent-solid)"
              />
              {lifetime.label}
            </label>
          ))}
        </div>
      </fieldset>
      <FormError error={create.error} />
      <div className="flex justify-end">
        <Button
          size="medium"
          look="solid"
          disabled={create.isPending}
          onClick={() => create.mutate({ projectId, traceId, expiresInDays: days })}
        >
          {create.isPending ? "Making the link…" : "Make a link"}
        </Button>
      </div>
    </>
  );
}
