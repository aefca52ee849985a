"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { isNotFound, toFailure } from "../../trpc/failure.ts";
import type { TraceDetail } from "../../trpc/types.ts";
import { useKeys } from "../keys/keys.tsx";
import { lastListAddress } from "../traces/list-memory.ts";
import { TraceBody } from "./trace-body.tsx";
import { TraceHeader } from "./trace-header.tsx";
import { TraceMissing } from "./trace-missing.tsx";

interface TracePageProps {
  projectId: string;
  traceId: string;
}

const runningRefreshMs = 3_000;

export function TracePage({ projectId, traceId }: TracePageProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const query = useQuery(
    trpc.trace.get.queryOptions(
      { projectId, traceId },
      { refetchInterval: ({ state }) => (isRunning(state.data) ? runningRefreshMs : false) },
    ),
  );
  const back = () => router.push(lastListAddress(projectId));
  useKeys([{ key: "Escape", group: "Trace", does: "Back to the list", run: back }]);

  if (query.data) {
    const { trace, spans } = query.data;
    return (
      <>
        <title>{`${trace.name ?? "Trace"} · Plumbline`}</title>
        <TraceHeader projectId={projectId} trace={trace} spans={spans} onBack={back} />
        <TraceBody projectId={projectId} detail={query.data} />
      </>
    );
  }
  if (query.isError && isNotFound(query.error)) {
    return (
      <TraceMissing
        traceId={traceId}
        retrying={query.isFetching}
        onRetry={() => void query.refetch()}
        onBack={back}
      />
    );
  }
  if (query.isError) {
    return (
      <ErrorNotice
        className="m-4"
        failure={toFailure(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  }
  return <TraceSkeleton />;
}

const isRunning = (detail: TraceDetail | undefined) => detail?.trace.running ?? false;

function TraceSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading the trace"
      className="flex min-h-0 flex-1 flex-col overflow-hidden"
    >
      <div className="space-y-4 border-b px-4 pt-5 pb-4">
        <Skeleton className="h-3.5 w-56" />
        <div className="flex gap-8">
          {["w-40", "w-16", "w-16", "w-32"].map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
      </div>
      <div className="grid flex-1 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <div className="space-y-5.5 border-r p-4 pt-12">
          {["w-1/2", "w-1/3", "w-2/5", "w-1/3", "w-1/4", "w-2/5", "w-1/3"].map((width, index) => (
            <Skeleton key={index} className={width} />
          ))}
        </div>
      </div>
    </div>
  );
}
