"use client";

import type { ReactNode } from "react";
import { CommentsAside } from "../comments/comments-aside.tsx";
import { ReviewNote } from "../reviews/review-note.tsx";
import { TraceActions } from "./trace-actions.tsx";
import { TraceMissing } from "./trace-missing.tsx";
import { TraceShown } from "./trace-shown.tsx";
import { ProjectTraceSource } from "./trace-source.tsx";

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

/** One trace of a project with everything about it, in whatever room it is given. */
export function TracePanel({ projectId, traceId, compact = false, onBack, lead, trail }: TracePanelProps) {
  return (
    <ProjectTraceSource projectId={projectId} traceId={traceId}>
      <TraceShown
        compact={compact}
        rememberIn={projectId}
        lead={lead}
        trail={trail}
        notice={<ReviewNote projectId={projectId} traceId={traceId} />}
        actions={<TraceActions projectId={projectId} traceId={traceId} />}
        aside={(layout) => <CommentsAside projectId={projectId} traceId={traceId} layout={layout} />}
        missing={(retry) => <TraceMissing traceId={traceId} onBack={onBack} {...retry} />}
      />
    </ProjectTraceSource>
  );
}
