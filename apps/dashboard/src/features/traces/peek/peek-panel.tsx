"use client";

import { type CSSProperties, lazy, Suspense } from "react";
import { useStored } from "../../../components/use-stored.ts";
import { WithoutKeys } from "../../keys/keys.tsx";
import { TraceSkeleton } from "../../trace/trace-skeleton.tsx";
import { PanelEdge } from "./panel-edge.tsx";
import { parsePanelWidth } from "./panel-width.ts";
import { PeekActions } from "./peek-actions.tsx";

/** Also for the list, which has it loaded before the first trace is opened. */
export const loadTracePanel = () => import("../../trace/trace-panel.tsx");
const TracePanel = lazy(async () => ({ default: (await loadTracePanel()).TracePanel }));

interface PeekPanelProps {
  projectId: string;
  traceId: string;
  href: string;
  /** Null where the list ends. */
  onStep: { previous: (() => void) | null; next: (() => void) | null };
  onClose: () => void;
}

/** A trace beside the list, which stays usable and keeps its keys: what its page shows, in less room. */
export function PeekPanel({ projectId, traceId, href, onStep, onClose }: PeekPanelProps) {
  const [widthPx, storeWidth] = useStored("plumbline.traces.peek", parsePanelWidth);
  const width = { "--panel": `${widthPx}px` } as CSSProperties;
  return (
    <aside
      aria-label="Trace beside the list"
      data-peek
      style={width}
      className="relative flex min-h-0 w-(--panel) max-w-[calc(100%-20rem)] shrink-0 flex-col"
    >
      <PanelEdge widthPx={widthPx} onChange={(px) => storeWidth(String(px))} />
      <WithoutKeys>
        {/* The panel takes its room at once, so that the list does not move when it is filled. */}
        <Suspense fallback={<TraceSkeleton />}>
          <TracePanel
            projectId={projectId}
            traceId={traceId}
            compact
            onBack={onClose}
            trail={<PeekActions href={href} onStep={onStep} onClose={onClose} />}
          />
        </Suspense>
      </WithoutKeys>
    </aside>
  );
}
