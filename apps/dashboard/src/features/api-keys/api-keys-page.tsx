"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import Link from "next/link";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useRef, useState } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { useProject } from "../project/use-project.ts";
import { SettingsHead } from "../settings/settings-head.tsx";
import { ApiKeysTable } from "./api-keys-table.tsx";
import { CreateKeyForm } from "./create-key-form.tsx";
import { FreshKeyPanel } from "./fresh-key-panel.tsx";
import type { FreshKey } from "./use-key-mutations.ts";

interface ApiKeysPageProps {
  projectId: string;
  apiUrl: string;
  gatewayUrl: string;
}

export function ApiKeysPage({ projectId, apiUrl, gatewayUrl }: ApiKeysPageProps) {
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
    <div className="w-full max-w-6xl space-y-4 px-4 py-5">
      <SettingsHead
        title="API keys"
        headingRef={heading}
        text="What applications and pages use to reach this project."
      >
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
      </SettingsHead>
      {fresh && (
        <FreshKeyPanel
          key={fresh.id}
          apiKey={fresh}
          apiUrl={apiUrl}
          gatewayUrl={gatewayUrl}
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
    <EmptyState
      icon={<KeyRound />}
      title="Keys are for admins"
      text={`Your role in this project does not include its API keys. Ask an admin of ${organization} for a key, or for the role.`}
    />
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
