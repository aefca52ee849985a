"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
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
import { linkStyle } from "../sign-in/entry-page.tsx";

export function OrganizationList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.organization.list.queryOptions());
  const leave = useMutation(trpc.membership.leave.mutationOptions());
  const confirm = async (organizationId: string) => {
    const refused = await attempt(leave.mutateAsync({ organizationId }));
    if (refused === null)
      await queryClient.invalidateQueries({ queryKey: trpc.organization.list.queryKey() });
    return refused;
  };
  if (query.isError) {
    return (
      <ErrorNotice
        failure={toFailure(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  }
  return (
    <div className="space-y-4">
      {query.data?.length === 0 ? (
        <p className="text-soft">None yet. Create one below, or open an invitation link.</p>
      ) : (
        <ul aria-busy={query.isPending} className="divide-y rounded-lg border">
          {query.data?.map(({ id, name, role, members, projects }) => (
            <li key={id} className="flex items-center gap-3 px-3 py-2">
              <span className="min-w-0 flex-1">
                <Link
                  href={`/organization/${encodeURIComponent(id)}/general`}
                  className="block truncate rounded font-medium hover:underline"
                >
                  {name}
                </Link>
                <span className="block truncate text-xs text-soft">
                  {role} · {formatCount(members, "member")} · {formatCount(projects.length, "project")}
                </span>
              </span>
              <ConfirmDialog
                title={`Leave ${name}`}
                text={`You lose access to its ${formatCount(projects.length, "project")} at once. Coming back takes an invitation.`}
                action="Leave"
                trigger={<Button>Leave…</Button>}
                onConfirm={() => confirm(id)}
              />
            </li>
          )) ?? (
            <li className="px-3 py-4">
              <Skeleton className="w-1/2" />
            </li>
          )}
        </ul>
      )}
      <NewOrganization />
      <p className="text-xs text-soft">
        Or begin with a{" "}
        <Link href="/new" className={linkStyle}>
          new project
        </Link>
        .
      </p>
    </div>
  );
}

function NewOrganization() {
  const trpc = useTRPC();
  const create = useMutation(
    trpc.organization.create.mutationOptions({
      onSuccess: ({ id }) => location.assign(`/organization/${encodeURIComponent(id)}/members`),
    }),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate({ name: readField(event.currentTarget, "name") });
  };
  return (
    <form onSubmit={submit} className="max-w-96 space-y-2">
      <div className="flex items-end gap-2">
        <TextField
          label="New organisation"
          name="name"
          required
          maxLength={100}
          autoComplete="organization"
          placeholder="Its name"
          errorId={create.isError ? "organization-error" : undefined}
          className="flex-1"
        />
        <Button type="submit" size="large" disabled={create.isPending || create.isSuccess}>
          {create.isPending || create.isSuccess ? "Creating…" : "Create"}
        </Button>
      </div>
      <FormError id="organization-error" error={create.error} />
    </form>
  );
}
