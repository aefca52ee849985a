"use client";

import type { ReactNode } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { useTitle } from "../../components/use-title.ts";
import { isNotFound, toFailure } from "../../trpc/failure.ts";
import { useRememberTrace } from "../palette/recent-traces.ts";
import type { SpanLayout } from "./layout-spans.ts";
import { TraceBody } from "./trace-body.tsx";
import { TraceHeader } from "./trace-header.tsx";
import { TraceSkeleton } from "./trace-skeleton.tsx";
import { useTrace } from "./use-trace.ts";

interface TraceShownProps {
  compact: boolean;
  /** The project in which it counts as visited; absent for a trace that was shared. */
  rememberIn?: string;
  lead?: ReactNode;
  actions: ReactNode;
  trail?: ReactNode;
  /** Below the header. */
  notice?: ReactNode;
  /** Right of the body, or below it where there is no room. */
  aside?: (layout: SpanLayout) => ReactNode;
  missing: (retry: { retrying: boolean; onRetry: () => void }) => ReactNode;
}

/** The trace of the source around it: its header and its views. */
export function TraceShown(props: TraceShownProps) {
  const { compact, rememberIn, lead, actions, trail, notice, aside, missing } = props;
  const { query, layout } = useTrace();
  const loaded = query.data?.trace ?? null;
  useRememberTrace(rememberIn ?? null, loaded);
  useTitle(compact || loaded === null ? null : (loaded.name ?? "Trace"));
  if (query.data && layout) {
    const { trace, truncated } = query.data;
    return (
      <div data-whole={compact ? undefined : ""} className="group/trace flex min-h-0 min-w-0 flex-1 flex-col">
        <TraceHeader
          trace={trace}
          layout={layout}
          compact={compact}
          lead={lead}
          actions={actions}
          trail={trail}
        />
        {notice}
        <div className="flex min-h-0 flex-1 flex-col group-data-whole/trace:xl:flex-row">
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            <TraceBody
              key={trace.traceId}
              trace={trace}
              layout={layout}
              truncated={truncated}
              compact={compact}
            />
          </div>
          {aside?.(layout)}
        </div>
      </div>
    );
  }
  const retry = { retrying: query.isFetching, onRetry: () => void query.refetch() };
  if (query.isError && isNotFound(query.error)) return missing(retry);
  if (query.isError) return <ErrorNotice className="m-4" failure={toFailure(query.error)} {...retry} />;
  return <TraceSkeleton />;
}
