"use client";

import { Download } from "lucide-react";
import { buttonStyle } from "../../components/ui/button.tsx";
import type { Trace } from "../../trpc/types.ts";
import { downloadUrl } from "./trace-urls.ts";

interface TraceActionsProps {
  projectId: string;
  trace: Trace;
}

/** What can be done with a trace, at the right of its header; the quickest last. */
export function TraceActions({ projectId, trace }: TraceActionsProps) {
  return (
    <a
      title="Download as JSON"
      href={downloadUrl({ projectId, traceId: trace.traceId })}
      download
      aria-label="Download the trace as JSON"
      className={buttonStyle({ size: "icon" })}
    >
      <Download aria-hidden />
    </a>
  );
}
