"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check, Undo2 } from "lucide-react";
import Link from "next/link";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { FormError } from "../../components/form-error.tsx";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { useProject } from "../project/use-project.ts";
import { ClientSnippet } from "./client-snippet.tsx";
import { GettingStarted } from "./getting-started.tsx";
import { PoolSection } from "./pool-section.tsx";
import { StatusNote } from "./status-note.tsx";
import { useDrain } from "./use-drain.ts";

interface GatewayPageProps {
  projectId: string;
  /** Where applications reach it. */
  gatewayUrl: string;
}

/** The project's pools and their replicas, as the gateway sees them now. */
export function GatewayPage({ projectId, gatewayUrl }: GatewayPageProps) {
  const trpc = useTRPC();
  const mayWrite = useProject(projectId).can("gateway:write");
  const status = useQuery(
    trpc.gateway.status.queryOptions(
      { projectId },
      { refetchInterval: 2_000, placeholderData: keepPreviousData },
    ),
  );
  const drain = useDrain(projectId);
  const base = `/project/${encodeURIComponent(projectId)}`;
  const data = status.data;
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
        <h1 className="mr-auto font-semibold">Gateway</h1>
        <Link href={`${base}/traces?q=source%3Agateway`} className={buttonStyle({})}>
          Request log
        </Link>
        <Link href={`${base}/gateway/pools`} className={buttonStyle({ look: "solid" })}>
          {mayWrite ? "Edit pools" : "Pools as text"}
        </Link>
      </div>
      <div className="scroll-thin min-h-0 flex-1 space-y-4 overflow-y-auto px-4 py-4">
        {status.isError && (
          <ErrorNotice
            failure={toFailure(status.error)}
            onRetry={() => void status.refetch()}
            retrying={status.isFetching}
          />
        )}
        {data && <StatusNote status={data} />}
        <output className="flex flex-wrap items-center gap-2 rounded-md bg-selected px-3 py-2 empty:hidden">
          {drain.done && (
            <>
              <Check aria-hidden className="size-4 shrink-0 text-accent" />
              <span>
                {drain.done.drain
                  ? `${drain.done.replica.name} gets no new calls within a few seconds.`
                  : `${drain.done.replica.name} gets calls again within a few seconds.`}
              </span>
              <Button
                disabled={drain.pending}
                onClick={() => drain.done && drain.run(drain.done.replica, !drain.done.drain)}
              >
                <Undo2 aria-hidden /> Undo
              </Button>
            </>
          )}
        </output>
        <FormError error={drain.error} />
        {data === undefined && !status.isError && <Skeleton className="h-40 w-full" />}
        {data?.pools.map((pool) => (
          <PoolSection
            key={pool.id}
            pool={pool}
            onDrain={mayWrite ? drain.run : null}
            draining={drain.pending}
          />
        ))}
        {data && data.pools.length === 0 && data.savedVersion === 0 ? (
          <GettingStarted projectId={projectId} mayWrite={mayWrite} />
        ) : (
          data && <ClientSnippet projectId={projectId} gatewayUrl={gatewayUrl} model={data.pools[0]?.name} />
        )}
      </div>
    </>
  );
}
