"use client";

import { useMutation } from "@tanstack/react-query";
import { CopyLink } from "../../components/copy-link.tsx";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { useTRPC } from "../../trpc/client.ts";
import type { Member } from "../../trpc/types.ts";

interface ResetLinkDialogProps {
  organizationId: string;
  member: Member;
  onOpenChange: (open: boolean) => void;
}

export function ResetLinkDialog({ organizationId, member, onOpenChange }: ResetLinkDialogProps) {
  const trpc = useTRPC();
  const create = useMutation(trpc.membership.createResetLink.mutationOptions());
  return (
    <Dialog title={`Reset link for ${member.name}`} open onOpenChange={onOpenChange}>
      <div className="space-y-4 px-4 py-4">
        {create.isSuccess ? (
          <>
            <p className="text-soft">
              Hand this to {member.name} in a way that only they read. It works once, for 24 hours, and is not
              shown again.
            </p>
            <CopyLink url={create.data.url} label="Reset link" />
          </>
        ) : (
          <p className="text-soft">
            Whoever opens the link sets a new password for {member.email} and is in. Make it only when they
            asked for it; it is written into the audit log.
          </p>
        )}
        <FormError id="reset-link-error" error={create.error} />
        <div className="flex justify-end gap-2">
          <Button size="medium" onClick={() => onOpenChange(false)}>
            {create.isSuccess ? "Done" : "Cancel"}
          </Button>
          {!create.isSuccess && (
            <Button
              look="solid"
              size="medium"
              disabled={create.isPending}
              onClick={() => create.mutate({ organizationId, userId: member.userId })}
            >
              {create.isPending ? "Making…" : "Make the link"}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
