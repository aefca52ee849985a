"use client";

import { Route } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import { formatDuration } from "../../format/duration.ts";
import { formatCount } from "../../format/number.ts";
import type { CriticalPath } from "./critical-path.ts";

interface PathSummaryProps {
  path: CriticalPath | null;
  onToggle: () => void;
}

/** What the trace waited for, in one line, and the switch that marks it in the views. */
export function PathSummary({ path, onToggle }: PathSummaryProps) {
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Button
        title="Mark what the trace waited for, and the time in which nothing ran"
        look="quiet"
        aria-pressed={path !== null}
        onClick={onToggle}
        className="aria-pressed:bg-selected aria-pressed:text-accent"
      >
        <Route aria-hidden />
        Critical path
      </Button>
      <output className="truncate text-xs text-soft tabular-nums">
        {path &&
          `${formatDuration(path.durationMs)} in ${formatCount(path.nodes.size, "span")}, ${formatDuration(path.idleMs)} idle`}
      </output>
    </div>
  );
}
