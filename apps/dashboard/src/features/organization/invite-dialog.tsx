"use client";

import type { Role } from "@plumbline/access/roles";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { CopyLink } from "../../components/copy-link.tsx";
import { FormActions } from "../../components/form-actions.tsx";
import { FormError } from "../../components/form-error.tsx";
import { readField } from "../../components/read-field.ts";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { SelectField } from "../../components/ui/select-field.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { roleOptions, toRole } from "./role-options.ts";

interface InviteDialogProps {
  organizationId: string;
  /** Of whoever invites: nobody gives more. */
  role: Role;
}

export function InviteDialog({ organizationId, role }: InviteDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const create = useMutation(
    trpc.invitation.create.mutationOptions({
      onSuccess: () =>
        queryClient.invalidateQueries({ queryKey: trpc.invitation.list.queryKey({ organizationId }) }),
    }),
  );
  const change = (next: boolean) => {
    setOpen(next);
    if (next) create.reset();
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const email = readField(form, "email").trim();
    const projectId = readField(form, "projectId");
    const projectRole = toRole(readField(form, "projectRole"));
    create.mutate({
      organizationId,
      role: toRole(readField(form, "role")) ?? "viewer",
      ...(email === "" ? {} : { email }),
      ...(projectId === "" || projectRole === null ? {} : { projectId, projectRole }),
    });
  };
  return (
    <Dialog
      title={create.isSuccess ? "The invitation is ready" : "Invite somebody"}
      open={open}
      onOpenChange={change}
      trigger={
        <Button look="solid" size="medium">
          <UserPlus aria-hidden /> Invite
        </Button>
      }
    >
      {create.isSuccess ? (
        <Ready invitation={create.data} onAgain={() => create.reset()} onDone={() => change(false)} />
      ) : (
        <form onSubmit={submit} className="space-y-3.5 px-4 py-4">
          <TextField
            label="E-mail (optional)"
            name="email"
            type="email"
            autoComplete="off"
            spellCheck={false}
            hint="With an address only that person can accept. Without one, whoever opens the link first."
            errorId={create.isError ? "invite-error" : undefined}
          />
          <SelectField label="Role" name="role" defaultValue="member" options={roleOptions(role)} />
          <ProjectRole organizationId={organizationId} role={role} />
          <FormError id="invite-error" error={create.error} />
          <FormActions
            action="Make the link"
            pendingAction="Making…"
            isPending={create.isPending}
            onCancel={() => change(false)}
          />
        </form>
      )}
    </Dialog>
  );
}

/** Folded until it is wanted: most guests have one role everywhere. */
function ProjectRole({ organizationId, role }: InviteDialogProps) {
  const trpc = useTRPC();
  const { data: organization } = useQuery(trpc.organization.get.queryOptions({ organizationId }));
  const [projectId, setProjectId] = useState("");
  if (!organization?.projects.length) return null;
  return (
    <div className="grid gap-3.5 sm:grid-cols-2">
      <SelectField
        label="Another role in a project"
        name="projectId"
        value={projectId}
        onChange={(event) => setProjectId(event.target.value)}
        options={[
          { value: "", label: "None" },
          ...organization.projects.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {projectId !== "" && (
        <SelectField
          label="Role there"
          name="projectRole"
          defaultValue="viewer"
          options={roleOptions(role).map(({ value }) => ({ value, label: value }))}
        />
      )}
    </div>
  );
}

interface ReadyProps {
  invitation: { url: string; email: string | null; mail: "sent" | "failed" | "none" };
  onAgain: () => void;
  onDone: () => void;
}

function Ready({ invitation: { url, email, mail }, onAgain, onDone }: ReadyProps) {
  const whose = email === null ? "Whoever opens it first joins." : `Only ${email} can accept it.`;
  return (
    <div className="space-y-4 px-4 py-4">
      <p className="text-soft">
        {mail === "sent" && `A mail with the link is on its way to ${email}. `}
        {mail === "failed" && "The mail could not be sent: hand the link over yourself. "}
        {mail === "none" && "Hand this link over. "}
        {whose} It is good for 7 days and is not shown again.
      </p>
      <CopyLink url={url} label="Invitation link" />
      <div className="flex justify-end gap-2">
        <Button size="medium" onClick={onAgain}>
          Invite another
        </Button>
        <Button look="solid" size="medium" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
