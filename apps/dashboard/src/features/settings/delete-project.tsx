"use client";

import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { useTRPC } from "../../trpc/client.ts";
import type { ProjectDetail } from "../../trpc/types.ts";

interface DeleteProjectProps {
  project: ProjectDetail;
  deletable: boolean;
}

export function DeleteProject({ project, deletable }: DeleteProjectProps) {
  if (!deletable) return <p className="text-soft">Only an owner can delete this project.</p>;
  return (
    <Dialog title={`Delete ${project.name}?`} trigger={<Button size="medium">Delete the project…</Button>}>
      <DeleteForm project={project} />
    </Dialog>
  );
}

function DeleteForm({ project }: { project: ProjectDetail }) {
  const trpc = useTRPC();
  const [confirmation, setConfirmation] = useState("");
  const remove = useMutation(
    trpc.project.delete.mutationOptions({
      // A new document: nothing that this one remembers of the project may be shown again.
      onSuccess: ({ id, organizationId }) =>
        location.assign(
          `/?deleted=${encodeURIComponent(id)}&organization=${encodeURIComponent(organizationId)}`,
        ),
    }),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    remove.mutate({ projectId: project.id, confirmation });
  };
  const pending = remove.isPending || remove.isSuccess;
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 p-4">
      <ul className="list-disc space-y-1 pl-5 text-soft">
        <li>Nobody finds the project any more, and links into it stop working.</li>
        <li>Its API keys are refused within 5 seconds; what applications send then is lost.</li>
        <li>An owner of {project.organization.name} can bring it back, with everything in it, for 7 days.</li>
        <li>After that it cannot be brought back, and its traces await erasure.</li>
      </ul>
      <TextField
        label={`Type ${project.name} to confirm`}
        value={confirmation}
        onChange={(event) => setConfirmation(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <FormError error={remove.error} />
      <div className="flex justify-end">
        <Button
          type="submit"
          look="danger"
          size="medium"
          disabled={pending || confirmation.trim() !== project.name}
        >
          {pending ? "Deleting…" : "Delete the project"}
        </Button>
      </div>
    </form>
  );
}
