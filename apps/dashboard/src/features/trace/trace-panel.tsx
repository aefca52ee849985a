"use client";

import type { ReactNode } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { isNotFound, toFailure } from "../../trpc/failure.ts";
import { TraceBody } from "./trace-body.tsx";
import { TraceHeader } from "./trace-header.tsx";
import { TraceMissing } from "./trace-missing.tsx";
import { TraceSkeleton } from "./trace-skeleton.tsx";
import { useTrace } from "./use-trace.ts";

interface TracePanelProps {
  projectId: string;
  traceId: string;
  /** Beside a list: a shorter header, and no single keys that the list has too. */
  compact?: boolean;
  /** Leads out of the trace: back to the list, or closes the panel. */
  onBack: () => void;
  /** Before and after the title: how to leave, and where to go on. */
  lead?: ReactNode;
  trail?: ReactNode;
}

/** One trace with everything about it, in whatever room it is given. */
export function TracePanel({ projectId, traceId, compact = false, onBack, lead, trail }: TracePanelProps) {
  const { query, layout } = useTrace({ projectId, traceId });
  if (query.data && layout) {
    const { trace, truncated } = query.data;
    return (
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {!compact && <title>{`${trace.name ?? "Trace"} · Plumbline`}</title>}
        <TraceHeader
          projectId={projectId}
          trace={trace}
          layout={layout}
          compact={compact}
          lead={lead}
          trail={trail}
        />
        <TraceBody
          key={traceId}
          projectId={projectId}
          trace={trace}
          layout={layout}
          truncated={truncated}
          compact={compact}
        />
      </div>
    );
  }
  const retry = { retrying: query.isFetching, onRetry: () => void query.refetch() };
  if (query.isError && isNotFound(query.error)) {
    return <TraceMissing traceId={traceId} onBack={onBack} {...retry} />;
  }
  if (query.isError) return <ErrorNotice className="m-4" failure={toFailure(query.error)} {...retry} />;
  return <TraceSkeleton />;
}
