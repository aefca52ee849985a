"use client";

import { isAtLeast } from "@plumbline/access/roles";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { ConfirmDialog } from "../../components/ui/confirm-dialog.tsx";
import { SelectField } from "../../components/ui/select-field.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { attempt } from "../../trpc/attempt.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { OrganizationDetail } from "../../trpc/types.ts";

interface ProjectListProps {
  organization: OrganizationDetail | undefined;
  isAdmin: boolean;
}

export function ProjectList({ organization, isAdmin }: ProjectListProps) {
  if (organization === undefined) return <Skeleton className="my-3 w-1/2" />;
  return (
    <div className="space-y-3">
      {organization.projects.length === 0 ? (
        <p className="text-soft">No project yet.</p>
      ) : (
        <ul className="divide-y rounded-lg border">
          {organization.projects.map((project) => (
            <li key={project.id} className="flex min-h-11 items-center gap-3 px-3 py-1.5">
              <Link
                href={`/project/${encodeURIComponent(project.id)}/traces`}
                className="min-w-0 flex-1 truncate rounded font-medium hover:underline"
              >
                {project.name}
              </Link>
              {isAdmin && <Transfer project={project} organizationId={organization.id} />}
            </li>
          ))}
        </ul>
      )}
      {isAdmin && (
        <Link href="/new" className={buttonStyle({ size: "medium" })}>
          New project
        </Link>
      )}
    </div>
  );
}

interface TransferProps {
  project: { id: string; name: string };
  organizationId: string;
}

/** Only where there is another organisation that the person may put it into. */
function Transfer({ project, organizationId }: TransferProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: organizations = [] } = useQuery(trpc.organization.list.queryOptions());
  const others = organizations.filter(({ id, role }) => id !== organizationId && isAtLeast(role, "admin"));
  const [wanted, setWanted] = useState("");
  const target = others.find(({ id }) => id === wanted) ?? others[0];
  const transfer = useMutation(trpc.organization.transferProject.mutationOptions());
  if (target === undefined) return null;
  const confirm = async () => {
    const input = { organizationId, projectId: project.id, toOrganizationId: target.id };
    const refused = await attempt(transfer.mutateAsync(input));
    if (refused === null) await queryClient.invalidateQueries({ queryKey: trpc.organization.pathKey() });
    return refused;
  };
  return (
    <ConfirmDialog
      title={`Transfer ${project.name}`}
      text={
        <div className="space-y-3">
          <p>
            The project moves with its traces and keys, which go on working. Members of this organisation lose
            access, and roles that were set for this project alone are dropped.
          </p>
          <SelectField
            label="To the organisation"
            value={target.id}
            onChange={(event) => setWanted(event.target.value)}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            className="text-text"
          />
        </div>
      }
      action="Transfer"
      trigger={<Button>Transfer…</Button>}
      onConfirm={confirm}
    />
  );
}
