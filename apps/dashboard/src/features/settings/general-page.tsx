"use client";

import { useState } from "react";
import { CopyId } from "../../components/copy-id.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { SavedNote } from "../../components/saved-note.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { toFailure } from "../../trpc/failure.ts";
import { useProject } from "../project/use-project.ts";
import { DeadLetterForm } from "./dead-letter-form.tsx";
import { DeleteProject } from "./delete-project.tsx";
import { RenameProject } from "./rename-project.tsx";
import { RetentionForm } from "./retention-form.tsx";
import { SettingsSection } from "./settings-section.tsx";

export function GeneralPage({ projectId }: { projectId: string }) {
  const { query, project, can } = useProject(projectId);
  // Kept here: the forms begin anew with what is stored.
  const [saved, setSaved] = useState<"name" | "retention" | "letters" | null>(null);
  if (project === null) {
    return query.isError ? (
      <ErrorNotice
        className="m-4"
        failure={toFailure(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    ) : (
      <div aria-busy="true" className="max-w-3xl space-y-10 px-4 py-8">
        {["w-40", "w-56", "w-48"].map((width) => (
          <Skeleton key={width} className={width} />
        ))}
      </div>
    );
  }
  return (
    <div className="w-full max-w-3xl px-4">
      <SettingsSection
        title="Name"
        text="Shown in the project menu. Addresses and keys do not change with it."
      >
        <RenameProject
          key={project.name}
          project={project}
          editable={can("project:update")}
          onSaved={() => setSaved("name")}
        />
        <SavedNote shown={saved === "name"} />
      </SettingsSection>
      <SettingsSection title="Project id" text="Part of every address of this project; support asks for it.">
        <CopyId id={project.id} label="project id" />
      </SettingsSection>
      <SettingsSection
        title="Retention"
        text="Traces older than this are erased for good, with their texts and scores. A sweep looks every hour."
      >
        <RetentionForm
          key={project.retentionDays}
          project={project}
          editable={can("retention:update")}
          onSaved={() => setSaved("retention")}
        />
        <SavedNote shown={saved === "retention"} />
      </SettingsSection>
      <SettingsSection
        title="Rejected events"
        text="What was refused is kept with its reason, to be looked at and replayed. Older events are hidden at once and erased by the next sweep."
      >
        <DeadLetterForm
          key={project.deadLetterDays}
          project={project}
          editable={can("retention:update")}
          onSaved={() => setSaved("letters")}
        />
        <SavedNote shown={saved === "letters"} />
      </SettingsSection>
      <SettingsSection
        title="Delete the project"
        text="Hides it from everybody and stops its keys within seconds. An owner can undo it for 7 days."
      >
        <DeleteProject project={project} deletable={can("project:delete")} />
      </SettingsSection>
    </div>
  );
}
