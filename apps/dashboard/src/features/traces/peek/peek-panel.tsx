"use client";

import { useQuery } from "@tanstack/react-query";
import type { CSSProperties } from "react";
import { ErrorNotice } from "../../../components/error-notice.tsx";
import { useStored } from "../../../components/use-stored.ts";
import { useTRPC } from "../../../trpc/client.ts";
import { toFailure } from "../../../trpc/failure.ts";
import { WithoutKeys } from "../../keys/keys.tsx";
import { TraceBody } from "../../trace/trace-body.tsx";
import { PanelEdge } from "./panel-edge.tsx";
import { parsePanelWidth } from "./panel-width.ts";
import { PeekHeader, PeekHeaderSkeleton } from "./peek-header.tsx";

interface PeekPanelProps {
  projectId: string;
  traceId: string;
  href: string;
  /** Null where the list ends. */
  onStep: { previous: (() => void) | null; next: (() => void) | null };
  onClose: () => void;
}

const runningRefreshMs = 3_000;

/** A trace beside the list, which stays usable: what its page shows, the tree above the selected span. */
export function PeekPanel({ projectId, traceId, href, onStep, onClose }: PeekPanelProps) {
  const trpc = useTRPC();
  const [widthPx, storeWidth] = useStored("plumbline.traces.peek", parsePanelWidth);
  const query = useQuery(
    trpc.trace.get.queryOptions(
      { projectId, traceId },
      { refetchInterval: ({ state }) => (state.data?.trace.running ? runningRefreshMs : false) },
    ),
  );
  const width = { "--panel": `${widthPx}px` } as CSSProperties;
  const header = { href, onStep, onClose };
  return (
    <aside
      aria-label="Trace beside the list"
      style={width}
      className="relative flex min-h-0 w-(--panel) max-w-[calc(100%-20rem)] shrink-0 flex-col"
    >
      <PanelEdge widthPx={widthPx} onChange={(px) => storeWidth(String(px))} />
      {query.data ? (
        <>
          <PeekHeader trace={query.data.trace} {...header} />
          <div className="flex min-h-0 flex-1 flex-col [&>div>.grid]:grid-cols-1! [&>div>.grid]:grid-rows-[minmax(7rem,2fr)_minmax(0,3fr)]! [&>div>.grid>section]:border-t">
            <WithoutKeys>
              <TraceBody key={traceId} projectId={projectId} detail={query.data} />
            </WithoutKeys>
          </div>
        </>
      ) : (
        <>
          <PeekHeaderSkeleton traceId={traceId} {...header} />
          {query.isError && (
            <ErrorNotice
              className="m-4"
              failure={toFailure(query.error)}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          )}
        </>
      )}
    </aside>
  );
}
