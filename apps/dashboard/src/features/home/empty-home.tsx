"use client";

import { Inbox, SearchX, TimerOff } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "../../components/empty-state.tsx";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatMinute } from "../../format/time.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { rangeLabel, rangeThatReaches } from "../traces/time-range.ts";
import { useNewestTrace } from "../traces/use-traces.ts";
import { useHomeParams } from "./home-params.ts";

/** Nothing sent yet, nothing that passes the filters, nothing in this time: each has its own way on. */
export function EmptyHome({ projectId }: { projectId: string }) {
  const [{ range, env, model }, setParams] = useHomeParams();
  const zone = useTimeZone();
  const nowMs = useNow(60_000);
  const newest = useNewestTrace(projectId);
  if (newest.isPending || newest.isError) return <div className="min-h-60 flex-1" />;
  if (newest.data === null) {
    return (
      <EmptyState
        icon={<Inbox />}
        title="No traces yet"
        text="The figures of your application stand here as soon as it sends something."
      >
        <Link
          href={`/project/${encodeURIComponent(projectId)}/traces`}
          className={buttonStyle({ look: "solid", size: "medium" })}
        >
          Send a first trace
        </Link>
      </EmptyState>
    );
  }
  if (env.length > 0 || model.length > 0) {
    return (
      <EmptyState
        icon={<SearchX />}
        title="Nothing passes the filters"
        text={`Nothing in this time is of ${[...env, ...model].join(", ")}.`}
      >
        <Button size="medium" look="solid" onClick={() => void setParams({ env: [], model: [] })}>
          Clear the filters
        </Button>
      </EmptyState>
    );
  }
  const newestMs = Date.parse(newest.data.startTime);
  const wider = rangeThatReaches(newestMs, nowMs);
  const isSame = wider === range;
  return (
    <EmptyState
      icon={<TimerOff />}
      title={isSame ? "No calls to a model in this time" : "Nothing in this time"}
      text={
        isSame
          ? "There are traces, but none of their spans is a call to a model."
          : `The newest trace is from ${formatMinute(newestMs, zone)}.`
      }
    >
      {isSame ? (
        <Button size="medium" look="solid" onClick={() => void setParams({ unit: "traces" })}>
          Count traces
        </Button>
      ) : (
        <Button size="medium" look="solid" onClick={() => void setParams({ range: wider })}>
          {typeof wider === "string"
            ? `Show the ${rangeLabel(wider).toLowerCase()}`
            : "Show the time around it"}
        </Button>
      )}
    </EmptyState>
  );
}
