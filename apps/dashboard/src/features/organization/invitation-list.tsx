"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { ConfirmDialog } from "../../components/ui/confirm-dialog.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatMinute } from "../../format/time.ts";
import { attempt } from "../../trpc/attempt.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { PendingInvitation } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";

export function InvitationList({ organizationId }: { organizationId: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.invitation.list.queryOptions({ organizationId }));
  const revoke = useMutation(trpc.invitation.revoke.mutationOptions());
  const confirm = async (invitationId: string) => {
    const refused = await attempt(revoke.mutateAsync({ organizationId, invitationId }));
    if (refused === null) {
      await queryClient.invalidateQueries({ queryKey: trpc.invitation.list.queryKey({ organizationId }) });
    }
    return refused;
  };
  return (
    <section aria-label="Invitations" className="mt-8">
      <h2 className="mb-3 font-semibold">Invitations</h2>
      {query.isError ? (
        <ErrorNotice
          failure={toFailure(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : query.data?.length === 0 ? (
        <p className="text-soft">
          None is open. A link that you make with “Invite” stands here until it is used.
        </p>
      ) : (
        <ul aria-busy={query.isPending} className="divide-y rounded-lg border">
          {query.data?.map((invitation) => (
            <li key={invitation.id} className="flex items-center gap-3 px-3 py-2">
              <Description invitation={invitation} />
              <ConfirmDialog
                title="Revoke the invitation"
                text="The link stops working at once. You can make another one."
                action="Revoke"
                trigger={<Button>Revoke…</Button>}
                onConfirm={() => confirm(invitation.id)}
              />
            </li>
          )) ?? (
            <li className="px-3 py-4">
              <Skeleton className="w-1/2" />
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function Description({ invitation }: { invitation: PendingInvitation }) {
  const zone = useTimeZone();
  const nowMs = useNow(60_000);
  const { email, role, projectName, projectRole, invitedBy } = invitation;
  const expiresMs = Date.parse(invitation.expiresAt);
  const roles = projectRole === null ? role : `${role}, ${projectRole} in ${projectName ?? "a project"}`;
  return (
    <div className="min-w-0 flex-1">
      <p className="truncate font-medium">{email ?? "Anybody with the link"}</p>
      <p className="truncate text-xs text-soft">
        {roles}
        {invitedBy && ` · by ${invitedBy}`} ·{" "}
        {expiresMs <= nowMs ? "ran out" : `good until ${formatMinute(expiresMs, zone)}`}
      </p>
    </div>
  );
}
