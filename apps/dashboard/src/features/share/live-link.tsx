"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Copy, ExternalLink } from "lucide-react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { fieldStyle } from "../../components/ui/field.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { formatMinute } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { TraceShare } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";

interface LiveLinkProps {
  projectId: string;
  traceId: string;
  share: TraceShare;
}

/** The link of a trace that works now, to be copied or ended. */
export function LiveLink({ projectId, traceId, share }: LiveLinkProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const zone = useTimeZone();
  const { copied, copy } = useCopied();
  const revoke = useMutation(
    trpc.traceShare.revoke.mutationOptions({
      onSuccess: () => client.setQueryData(trpc.traceShare.get.queryKey({ projectId, traceId }), null),
    }),
  );
  const url = share.url ?? "";
  return (
    <>
      <div>
        <div className="flex gap-1.5">
          <input
            readOnly
            aria-label="Public link"
            value={url}
            onFocus={(event) => event.target.select()}
            className={`${fieldStyle} min-w-0 flex-1 font-mono`}
          />
          <Button size="medium" look="solid" onClick={() => copy(url)}>
            {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
            {copied ? "Copied" : "Copy"}
          </Button>
        </div>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-3 text-xs text-soft">
          {share.expiresAt === null
            ? "It works until it is revoked."
            : `It works until ${formatMinute(Date.parse(share.expiresAt), zone)}.`}
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            className="hit inline-flex items-center gap-1 text-accent underline underline-offset-2"
          >
            Open it
            <ExternalLink aria-hidden className="size-3" />
          </a>
        </p>
      </div>
      <FormError error={revoke.error} />
      <div className="flex items-center justify-between gap-3 border-t pt-3">
        <p className="text-xs text-soft">Revoking ends it at once. A later link has another address.</p>
        <Button
          size="medium"
          disabled={revoke.isPending}
          onClick={() => revoke.mutate({ projectId, traceId })}
          className="text-error"
        >
          {revoke.isPending ? "Revoking…" : "Revoke the link"}
        </Button>
      </div>
    </>
  );
}
