"use client";

import type { Role } from "@plumbline/access/roles";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { SelectField } from "../../components/ui/select-field.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { attempt } from "../../trpc/attempt.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { Member } from "../../trpc/types.ts";
import { shortRoleOptions, toRole } from "./role-options.ts";

interface ProjectRolesDialogProps {
  organizationId: string;
  member: Member;
  actorRole: Role;
  onOpenChange: (open: boolean) => void;
}

/** Another role inside single projects; each choice is saved as it is made. */
export function ProjectRolesDialog(props: ProjectRolesDialogProps) {
  const { organizationId, member, actorRole, onOpenChange } = props;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: organization } = useQuery(trpc.organization.get.queryOptions({ organizationId }));
  const [error, setError] = useState<unknown>(null);
  const change = useMutation(trpc.membership.setProjectRole.mutationOptions());
  const set = async (projectId: string, value: string) => {
    const input = { projectId, userId: member.userId, role: toRole(value) };
    setError(await attempt(change.mutateAsync(input)));
    await queryClient.invalidateQueries({ queryKey: trpc.membership.list.queryKey({ organizationId }) });
  };
  const inherit = { value: "", label: `as everywhere (${member.role})` };
  return (
    <Dialog title={`Roles of ${member.name}`} open onOpenChange={onOpenChange}>
      <div className="space-y-3 px-4 py-4">
        <p className="text-soft">
          {member.name} is {member.role} in this organisation. A role that is set here replaces it inside one
          project, upwards or downwards.
        </p>
        <FormError id="project-roles-error" error={error} />
        {organization === undefined ? (
          <Skeleton className="my-3 w-1/2" />
        ) : organization.projects.length === 0 ? (
          <p>There is no project yet.</p>
        ) : (
          <ul className="divide-y">
            {organization.projects.map(({ id, name }) => (
              <li key={id} className="flex items-center gap-3 py-1.5">
                <span className="min-w-0 flex-1 truncate">{name}</span>
                <SelectField
                  label={`Role in ${name}`}
                  isLabelHidden
                  compact
                  className="w-48"
                  disabled={change.isPending}
                  value={member.projectRoles.find(({ projectId }) => projectId === id)?.role ?? ""}
                  onChange={(event) => void set(id, event.target.value)}
                  options={[inherit, ...shortRoleOptions(actorRole)]}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
