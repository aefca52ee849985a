"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import Link from "next/link";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useRef, useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { useProject } from "../project/use-project.ts";
import { ApiKeysTable } from "./api-keys-table.tsx";
import { CreateKeyForm } from "./create-key-form.tsx";
import { FreshKeyPanel } from "./fresh-key-panel.tsx";
import type { FreshKey } from "./use-key-mutations.ts";

interface ApiKeysPageProps {
  projectId: string;
  apiUrl: string;
}

export function ApiKeysPage({ projectId, apiUrl }: ApiKeysPageProps) {
  const trpc = useTRPC();
  const { query: projectQuery, project, can } = useProject(projectId);
  const mayRead = can("api-keys:read");
  const query = useQuery(trpc.apiKey.list.queryOptions({ projectId }, { enabled: mayRead }));
  const [creating, setCreating] = useQueryState("create", parseAsBoolean.withDefault(false));
  const [fresh, setFresh] = useState<FreshKey | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const failed = projectQuery.isError ? projectQuery : query.isError ? query : null;

  if (project !== null && !mayRead) return <AskAnAdmin organization={project.organization.name} />;
  return (
    <div className="max-w-6xl space-y-4 px-4 py-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none">
            API keys
          </h2>
          <p className="text-soft">What applications and pages use to reach this project.</p>
        </div>
        <div className="flex gap-2">
          <Link
            href={`/project/${encodeURIComponent(projectId)}/setup`}
            className={buttonStyle({ size: "medium" })}
          >
            Set-up guide
          </Link>
          <Dialog
            title="New API key"
            open={creating && can("api-keys:manage")}
            onOpenChange={(open) => void setCreating(open)}
            trigger={
              <Button look="solid" size="medium" disabled={!can("api-keys:manage")}>
                <Plus aria-hidden /> New key
              </Button>
            }
          >
            <CreateKeyForm
              projectId={projectId}
              onCreated={(key) => {
                void setCreating(false);
                setFresh(key);
              }}
            />
          </Dialog>
        </div>
      </div>
      {fresh && (
        <FreshKeyPanel
          key={fresh.id}
          apiKey={fresh}
          apiUrl={apiUrl}
          onDone={() => {
            setFresh(null);
            heading.current?.focus();
          }}
        />
      )}
      {failed && (
        <ErrorNotice
          failure={toFailure(failed.error)}
          onRetry={() => void failed.refetch()}
          retrying={failed.isFetching}
        />
      )}
      {query.data === undefined ? (
        failed === null && <LoadingKeys />
      ) : query.data.length === 0 ? (
        <NoKeys />
      ) : (
        <ApiKeysTable
          projectId={projectId}
          keys={query.data}
          onCreated={setFresh}
          onRevoked={() => heading.current?.focus()}
        />
      )}
    </div>
  );
}

function AskAnAdmin({ organization }: { organization: string }) {
  return (
    <div className="grid h-full place-items-center p-6 text-center">
      <div className="max-w-sm">
        <KeyRound aria-hidden className="mx-auto mb-3 size-7 text-faint" />
        <h2 className="text-base font-semibold">Keys are for admins</h2>
        <p className="mt-1 text-soft">
          Your role in this project does not include its API keys. Ask an admin of {organization} for a key,
          or for the role.
        </p>
      </div>
    </div>
  );
}

function NoKeys() {
  return (
    <div className="rounded-lg border px-4 py-10 text-center">
      <KeyRound aria-hidden className="mx-auto mb-3 size-7 text-faint" />
      <h3 className="font-semibold">No key yet</h3>
      <p className="mt-1 text-soft">Create one, and this project can receive its first trace.</p>
    </div>
  );
}

function LoadingKeys() {
  return (
    <div aria-busy="true" className="divide-y border-y">
      {[1, 2, 3].map((row) => (
        <div key={row} className="flex h-19 items-center gap-8">
          <Skeleton className="w-48" />
          <Skeleton className="hidden w-32 lg:block" />
          <Skeleton className="hidden w-40 lg:block" />
        </div>
      ))}
    </div>
  );
}
