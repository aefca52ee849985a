"use client";

import { isAtLeast } from "@plumbline/access/roles";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { SubmitEvent } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { FormError } from "../../components/form-error.tsx";
import { readField } from "../../components/read-field.ts";
import { Button } from "../../components/ui/button.tsx";
import { ConfirmDialog } from "../../components/ui/confirm-dialog.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { formatCount } from "../../format/number.ts";
import { attempt } from "../../trpc/attempt.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { OrganizationDetail } from "../../trpc/types.ts";
import { SettingsSection } from "../shell/settings-shell.tsx";
import { ProjectList } from "./project-list.tsx";

export function GeneralPage({ organizationId }: { organizationId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.organization.get.queryOptions({ organizationId }));
  const organization = query.data;
  if (query.isError) {
    return (
      <ErrorNotice
        failure={toFailure(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  }
  const isAdmin = organization ? isAtLeast(organization.role ?? "viewer", "admin") : false;
  return (
    <>
      <SettingsSection title="Name">
        {organization === undefined ? (
          <Skeleton className="my-3 w-1/3" />
        ) : isAdmin ? (
          <RenameForm key={organization.name} organization={organization} />
        ) : (
          <p>{organization.name}</p>
        )}
      </SettingsSection>
      <SettingsSection title="Projects" text="Traces, prompts and keys live in a project.">
        <ProjectList organization={organization} isAdmin={isAdmin} />
      </SettingsSection>
      {organization?.role === "owner" && <DeleteSection organization={organization} />}
    </>
  );
}

function RenameForm({ organization }: { organization: OrganizationDetail }) {
  const trpc = useTRPC();
  const router = useRouter();
  const rename = useMutation(trpc.organization.rename.mutationOptions({ onSuccess: () => router.refresh() }));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = readField(event.currentTarget, "name");
    rename.mutate({ organizationId: organization.id, name });
  };
  return (
    <form onSubmit={submit} className="max-w-96 space-y-3">
      <div className="flex items-end gap-2">
        <TextField
          label="Name of the organisation"
          name="name"
          required
          maxLength={100}
          defaultValue={organization.name}
          errorId={rename.isError ? "rename-error" : undefined}
          className="flex-1"
        />
        <Button type="submit" size="large" disabled={rename.isPending}>
          {rename.isPending ? "Saving…" : "Save"}
        </Button>
      </div>
      <FormError id="rename-error" error={rename.error} />
      <output className="block text-xs text-soft">{rename.isSuccess ? "Saved" : ""}</output>
    </form>
  );
}

function DeleteSection({ organization }: { organization: OrganizationDetail }) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.organization.delete.mutationOptions());
  const { id: organizationId, name, projects } = organization;
  const confirm = async () => {
    const refused = await attempt(remove.mutateAsync({ organizationId, confirmation: name }));
    if (refused === null) location.assign("/");
    return refused;
  };
  return (
    <SettingsSection title="Delete" text="For everybody, with all of its projects.">
      <ConfirmDialog
        title={`Delete ${name}`}
        text={`Nobody reaches the organisation and its ${formatCount(projects.length, "project")} any more, and their keys stop within seconds. This cannot be undone here.`}
        action="Delete the organisation"
        typed={name}
        trigger={
          <Button size="medium" className="text-error">
            Delete the organisation…
          </Button>
        }
        onConfirm={confirm}
      />
    </SettingsSection>
  );
}
