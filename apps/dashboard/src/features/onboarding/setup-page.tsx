"use client";

import Link from "next/link";
import { useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { buttonStyle } from "../../components/ui/button.tsx";
import { toFailure } from "../../trpc/failure.ts";
import { Connect } from "./connect.tsx";
import { Steps } from "./steps.tsx";
import { useFirstTrace } from "./use-first-trace.ts";
import { Waiting } from "./waiting.tsx";

interface SetupPageProps {
  projectId: string;
  projectName: string;
  apiUrl: string;
}

export function SetupPage({ projectId, projectName, apiUrl }: SetupPageProps) {
  const [hasKey, setHasKey] = useState(false);
  const { query, newestId, arrived } = useFirstTrace(projectId);
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-auto">
      <div className="mx-auto max-w-3xl px-4 py-6 md:py-10">
        {query.data === null && <Steps current={hasKey ? 2 : 1} />}
        <h1 className="mt-4 text-lg font-semibold tracking-tight">Connect your application</h1>
        <p className="mt-1 mb-4 text-soft">
          Send traces to <b className="font-medium text-text">{projectName}</b>: point what you already use at
          this server.
        </p>
        <div className="mb-4 flex min-h-8 items-center">
          {query.isError ? (
            <ErrorNotice
              failure={toFailure(query.error)}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : query.isPending ? null : newestId === null || arrived ? (
            <Waiting arrived={arrived} />
          ) : (
            <div className="flex flex-wrap items-center gap-3">
              <p className="text-soft">This project has traces already.</p>
              <Link
                href={`/project/${encodeURIComponent(projectId)}/traces`}
                className={buttonStyle({ size: "medium" })}
              >
                Go to the traces
              </Link>
            </div>
          )}
        </div>
        <Connect projectId={projectId} apiUrl={apiUrl} onKeyCreated={() => setHasKey(true)} />
      </div>
    </div>
  );
}
