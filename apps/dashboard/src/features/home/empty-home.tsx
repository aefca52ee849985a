"use client";

import { Inbox, SearchX, TimerOff } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
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
      <Empty
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
      </Empty>
    );
  }
  if (env.length > 0 || model.length > 0) {
    return (
      <Empty
        icon={<SearchX />}
        title="Nothing passes the filters"
        text={`Nothing in this time is of ${[...env, ...model].join(", ")}.`}
      >
        <Button size="medium" look="solid" onClick={() => void setParams({ env: [], model: [] })}>
          Clear the filters
        </Button>
      </Empty>
    );
  }
  const newestMs = Date.parse(newest.data.startTime);
  const wider = rangeThatReaches(newestMs, nowMs);
  const isSame = wider === range;
  return (
    <Empty
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
    </Empty>
  );
}

interface EmptyProps {
  icon: ReactNode;
  title: string;
  text: string;
  children: ReactNode;
}

function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <div className="grid flex-1 place-items-center p-6 text-center">
      <div className="max-w-md">
        <span
          aria-hidden
          className="mx-auto mb-3 grid size-9 place-items-center rounded-lg border text-faint [&_svg]:size-4.5"
        >
          {icon}
        </span>
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="mt-1 break-words text-soft">{text}</p>
        <div className="mt-4">{children}</div>
      </div>
    </div>
  );
}
