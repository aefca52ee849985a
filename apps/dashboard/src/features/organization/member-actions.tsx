"use client";

import { isAtLeast } from "@plumbline/access/roles";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/ui/button.tsx";
import { ConfirmDialog } from "../../components/ui/confirm-dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../components/ui/menu.tsx";
import { attempt } from "../../trpc/attempt.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { Member } from "../../trpc/types.ts";
import type { MembersActor } from "./members-table.tsx";
import { ProjectRolesDialog } from "./project-roles-dialog.tsx";
import { ResetLinkDialog } from "./reset-link-dialog.tsx";

interface MemberActionsProps {
  organizationId: string;
  member: Member;
  actor: MembersActor;
}

type OpenDialog = "projects" | "reset" | "remove" | null;

/** What may be done about one member; nothing where they are stronger. Leaving stands on one's own account. */
export function MemberActions({ organizationId, member, actor }: MemberActionsProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<OpenDialog>(null);
  const remove = useMutation(trpc.membership.remove.mutationOptions());
  const isSelf = member.userId === actor.userId;
  if (isSelf || !isAtLeast(actor.role, member.role)) return null;
  const close = (isOpen: boolean) => setOpen((current) => (isOpen ? current : null));
  const confirm = async () => {
    const refused = await attempt(remove.mutateAsync({ organizationId, userId: member.userId }));
    if (refused === null) {
      await queryClient.invalidateQueries({ queryKey: trpc.membership.list.queryKey({ organizationId }) });
    }
    return refused;
  };
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button look="quiet" size="icon" aria-label={`Actions for ${member.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {member.role !== "owner" && (
          <MenuItem onClick={() => setOpen("projects")}>Roles in projects…</MenuItem>
        )}
        <MenuItem onClick={() => setOpen("reset")}>Make a reset link…</MenuItem>
        <MenuSeparator />
        <MenuItem onClick={() => setOpen("remove")} className="text-error">
          Remove…
        </MenuItem>
      </Menu>
      {open === "projects" && (
        <ProjectRolesDialog
          organizationId={organizationId}
          member={member}
          actorRole={actor.role}
          onOpenChange={close}
        />
      )}
      {open === "reset" && (
        <ResetLinkDialog organizationId={organizationId} member={member} onOpenChange={close} />
      )}
      {open === "remove" && (
        <ConfirmDialog
          title={`Remove ${member.name}`}
          text={`${member.email} loses access to every project of this organisation with the next request. Open invitations that they sent are withdrawn.`}
          action="Remove"
          defaultOpen
          onOpenChange={close}
          onConfirm={confirm}
        />
      )}
    </>
  );
}
