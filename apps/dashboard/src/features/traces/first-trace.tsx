"use client";

import { Connect } from "../onboarding/connect.tsx";
import { useOpenTrace } from "../onboarding/use-first-trace.ts";
import { Waiting } from "../onboarding/waiting.tsx";

interface FirstTraceProps {
  projectId: string;
  apiUrl: string;
  /** Null while nothing has come. */
  arrivedId: string | null;
}

/** How to begin; opens the first trace by itself as soon as it is stored. */
export function FirstTrace({ projectId, apiUrl, arrivedId }: FirstTraceProps) {
  useOpenTrace(projectId, arrivedId);
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-auto">
      <div className="mx-auto max-w-3xl px-4 py-8 md:py-14">
        <h2 className="text-lg font-semibold tracking-tight">Send your first trace</h2>
        <p className="mt-1 mb-4 text-soft">Point what you already use at this server.</p>
        <div className="mb-4">
          <Waiting arrived={arrivedId !== null} />
        </div>
        <Connect projectId={projectId} apiUrl={apiUrl} />
      </div>
    </div>
  );
}
