"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { fieldStyle } from "../../components/ui/field.tsx";
import { useTRPC } from "../../trpc/client.ts";
import type { ProjectDetail } from "../../trpc/types.ts";

interface RenameProjectProps {
  project: ProjectDetail;
  editable: boolean;
  onSaved: () => void;
}

export function RenameProject({ project, editable, onSaved }: RenameProjectProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState(project.name);
  const rename = useMutation(
    trpc.project.rename.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: trpc.project.pathKey() });
        onSaved();
        router.refresh();
      },
    }),
  );
  if (!editable) return <p>{project.name}</p>;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    rename.mutate({ projectId: project.id, name });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex gap-2">
        <input
          aria-label="Project name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          maxLength={100}
          autoComplete="off"
          className={fieldStyle}
        />
        <Button
          type="submit"
          size="medium"
          disabled={rename.isPending || name.trim() === "" || name.trim() === project.name}
        >
          {rename.isPending ? "Saving…" : "Save"}
        </Button>
      </div>
      <FormError error={rename.error} />
    </form>
  );
}
