"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { formText } from "../../components/form-text.ts";
import { Button } from "../../components/ui/button.tsx";
import { SelectField } from "../../components/ui/select-field.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { useTRPC } from "../../trpc/client.ts";

interface NewProjectFormProps {
  /** Where the reader may make a project. */
  organizations: readonly { id: string; name: string }[];
}

const newOrganization = "";

/** An organisation when there is none yet, then a project in it, then on to its set-up. */
export function NewProjectForm({ organizations }: NewProjectFormProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [chosenId, setChosenId] = useState(organizations[0]?.id ?? newOrganization);
  // Made by an earlier attempt whose second half failed: the next one goes on from there.
  const [made, setMade] = useState<{ id: string; name: string } | null>(null);
  const createOrganization = useMutation(trpc.organization.create.mutationOptions());
  const createProject = useMutation(trpc.project.create.mutationOptions());

  const create = useMutation({
    mutationFn: async ({ organization, project }: { organization: string; project: string }) => {
      let organizationId = chosenId;
      if (chosenId === newOrganization) {
        const home =
          made?.name === organization ? made : await createOrganization.mutateAsync({ name: organization });
        setMade({ id: home.id, name: organization });
        organizationId = home.id;
      }
      return createProject.mutateAsync({ organizationId, name: project });
    },
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: trpc.project.pathKey() });
      router.push(`/project/${encodeURIComponent(id)}/setup`);
      router.refresh();
    },
  });

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    create.mutate({ organization: formText(form, "organization"), project: formText(form, "project") });
  };

  const pending = create.isPending || create.isSuccess;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {organizations.length > 0 && (
        <SelectField
          label="Organisation"
          value={chosenId}
          onChange={(event) => setChosenId(event.target.value)}
          options={[
            ...organizations.map(({ id, name }) => ({ value: id, label: name })),
            { value: newOrganization, label: "A new organisation…" },
          ]}
        />
      )}
      {chosenId === newOrganization && (
        <TextField
          label={organizations.length > 0 ? "Name of the new organisation" : "Organisation"}
          name="organization"
          required
          maxLength={100}
          autoComplete="organization"
          placeholder="Acme"
          hint="Your company or team: its members and projects live here."
        />
      )}
      <TextField
        label="Project"
        name="project"
        required
        maxLength={100}
        autoComplete="off"
        placeholder="Support bot, production"
        hint="One application in one place. Keys, traces and prices belong to a project."
      />
      <FormError error={create.error} />
      <Button type="submit" look="solid" size="large" disabled={pending} className="w-full">
        {pending ? "Creating…" : "Create the project"}
      </Button>
    </form>
  );
}
