"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { isNotFound, toFailure } from "../../trpc/failure.ts";
import type { TraceDetail } from "../../trpc/types.ts";
import { useKeys } from "../keys/keys.tsx";
import { cameFromList, lastListAddress } from "../traces/list-memory.ts";
import { TraceBody } from "./trace-body.tsx";
import { TraceHeader } from "./trace-header.tsx";
import { TraceMissing } from "./trace-missing.tsx";
import { TraceSkeleton } from "./trace-skeleton.tsx";

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
  const back = () => (cameFromList() ? router.back() : router.push(lastListAddress(projectId)));
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
