"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useRef, useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { FormError } from "../../components/form-error.tsx";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { toFailure } from "../../trpc/failure.ts";
import { useProject } from "../project/use-project.ts";
import { DocumentEditor } from "./document-editor.tsx";
import { examples } from "./examples.ts";
import { goToLine } from "./go-to-line.ts";
import { IssueList } from "./issue-list.tsx";
import { ReplicaTests } from "./replica-tests.tsx";
import { SaveDialog } from "./save-dialog.tsx";
import { SecretsPanel } from "./secrets-panel.tsx";
import { useDraft } from "./use-draft.ts";
import { VersionList } from "./version-list.tsx";

/** The document of the pools: written, checked while it is, tried, compared and saved. */
export function PoolEditorPage({ projectId }: { projectId: string }) {
  const [example] = useQueryState("example", parseAsString);
  const beginning = (examples.find(({ id }) => id === example) ?? examples[0])?.document ?? "";
  const draft = useDraft(projectId, beginning);
  const mayWrite = useProject(projectId).can("gateway:write");
  const [saving, setSaving] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const { saved, check, text } = draft;
  const isReady = !draft.isChecking && check.issues.length === 0 && draft.checkError === null;
  const finish = (words: string) => {
    draft.reset();
    setSaving(false);
    setDone(words);
  };
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
        <h1 className="mr-auto font-semibold">Pool editor</h1>
        <Link href={`/project/${encodeURIComponent(projectId)}/gateway`} className={buttonStyle({})}>
          Live state
        </Link>
        {mayWrite && (
          <>
            <Button disabled={!draft.isChanged} onClick={draft.reset}>
              Discard changes
            </Button>
            <Button look="solid" disabled={!draft.isChanged || !isReady} onClick={() => setSaving(true)}>
              Review and save
            </Button>
          </>
        )}
      </div>
      <div className="scroll-thin min-h-0 flex-1 overflow-y-auto px-4 py-4">
        <output className="mb-3 flex items-center gap-2 rounded-md bg-selected px-3 py-2 empty:hidden">
          {done !== null && (
            <>
              <Check aria-hidden className="size-4 shrink-0 text-accent" />
              <span>{done}</span>
            </>
          )}
        </output>
        {saved.isError ? (
          <ErrorNotice
            failure={toFailure(saved.error)}
            onRetry={() => void saved.refetch()}
            retrying={saved.isFetching}
          />
        ) : (
          <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_24rem]">
            <div className="min-w-0">
              {saved.data === undefined ? (
                <Skeleton className="h-72 w-full" />
              ) : (
                <>
                  <DocumentEditor
                    value={text}
                    onChange={(next) => {
                      setDone(null);
                      draft.type(next);
                    }}
                    readOnly={!mayWrite}
                    issues={check.issues}
                    warnings={check.warnings}
                    field={field}
                  />
                  <FormError error={draft.checkError} />
                  <IssueList
                    issues={check.issues}
                    warnings={check.warnings}
                    checking={draft.isChecking}
                    onGo={(line) => field.current && goToLine(field.current, line)}
                  />
                </>
              )}
            </div>
            <div className="min-w-0 space-y-5">
              {mayWrite && <ReplicaTests {...{ projectId, text }} replicas={check.replicas} />}
              <SecretsPanel projectId={projectId} mayWrite={mayWrite} onChanged={draft.checkAgain} />
              <VersionList
                projectId={projectId}
                current={saved.data?.version ?? 0}
                document={saved.data?.document ?? ""}
                mayWrite={mayWrite}
                onRestored={(version, from) =>
                  finish(`Version ${from} is served again, as version ${version}.`)
                }
              />
            </div>
          </div>
        )}
      </div>
      {saving && (
        <SaveDialog
          projectId={projectId}
          before={draft.before}
          document={text}
          basedOn={draft.basedOn}
          onClose={() => setSaving(false)}
          onSaved={(version) => finish(`Version ${version} is saved and served within two seconds.`)}
        />
      )}
    </>
  );
}
