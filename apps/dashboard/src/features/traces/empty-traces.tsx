"use client";

import { SearchX, TimerOff, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatMinute } from "../../format/time.ts";
import { toFailure } from "../../trpc/failure.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { removableClauses } from "./query-edits.ts";
import { rangeLabel, rangeThatReaches, type TimeRange } from "./time-range.ts";
import { useNewestTrace } from "./use-traces.ts";
import { useTracesParams } from "./use-traces-params.ts";

const FirstTrace = lazy(async () => ({ default: (await import("./first-trace.tsx")).FirstTrace }));

interface EmptyTracesProps {
  projectId: string;
  apiUrl: string;
}

/** Nothing sent yet, nothing in this window, and nothing that matches are three different pages. */
export function EmptyTraces({ projectId, apiUrl }: EmptyTracesProps) {
  const [{ range, q }, setParams] = useTracesParams();
  const zone = useTimeZone();
  const nowMs = useNow(60_000);
  const newest = useNewestTrace(projectId);
  // Once the page waits for a first trace it goes on doing so until that trace is opened.
  const [waits, setWaits] = useState(false);
  if (newest.data === null && !waits) setWaits(true);
  if (newest.isPending) return <div className="flex-1" />;
  if (newest.isError) {
    return (
      <ErrorNotice
        className="m-4"
        failure={toFailure(newest.error)}
        onRetry={() => void newest.refetch()}
        retrying={newest.isFetching}
      />
    );
  }
  if (waits || newest.data === null) {
    return (
      <Suspense fallback={<div className="flex-1" />}>
        <FirstTrace projectId={projectId} apiUrl={apiUrl} arrivedId={newest.data?.traceId ?? null} />
      </Suspense>
    );
  }

  if (q !== "") return <NothingMatches />;
  const where = inWords(range);
  const newestMs = Date.parse(newest.data.startTime);
  const wider = rangeThatReaches(newestMs, nowMs);
  return (
    <EmptyState
      icon={<TimerOff />}
      title={`Nothing in ${where}`}
      text={`The newest trace is from ${formatMinute(newestMs, zone)}.`}
    >
      <Button
        size="medium"
        look="solid"
        onClick={() => void setParams({ range: wider }, { history: "push" })}
      >
        {typeof wider === "string" ? `Show ${inWords(wider)}` : "Show the time around it"}
      </Button>
    </EmptyState>
  );
}

function inWords(range: TimeRange): string {
  if (range === "all") return "all time";
  return typeof range === "string" ? `the ${rangeLabel(range).toLowerCase()}` : "this time range";
}

/** Each condition can be taken away by itself: often one of several is one too many. */
function NothingMatches() {
  const [{ range, q }, setParams] = useTracesParams();
  const clauses = removableClauses(q);
  const ask = (query: string) => void setParams({ q: query }, { history: "push" });
  return (
    <EmptyState
      icon={<SearchX />}
      title="No trace matches"
      text={`Nothing in ${inWords(range)} satisfies ${clauses.length > 1 ? "all of these conditions. Take one away:" : "this condition."}`}
    >
      <ul className="flex flex-wrap justify-center gap-1.5">
        {clauses.map(({ text, rest }, index) => (
          <li key={`${index} ${text}`} className="max-w-full">
            <Button
              aria-label={`Remove ${text}`}
              onClick={() => ask(rest)}
              className="max-w-full font-mono font-normal"
            >
              <span className="truncate">{text}</span>
              <X aria-hidden className="text-faint" />
            </Button>
          </li>
        ))}
      </ul>
      <div className="flex w-full flex-wrap justify-center gap-2">
        <Button size="medium" onClick={() => ask("")}>
          Clear the query
        </Button>
        {range !== "all" && (
          <Button
            size="medium"
            look="quiet"
            onClick={() => void setParams({ range: "all" }, { history: "push" })}
          >
            Look in all time
          </Button>
        )}
      </div>
    </EmptyState>
  );
}

/** An address may carry a query that says nothing; the bar above shows where. */
export function NotUnderstood() {
  const [, setParams] = useTracesParams();
  return (
    <EmptyState
      icon={<SearchX />}
      title="The query cannot be understood"
      text="Nothing was looked for. Put right what is marked in the query above, or begin anew."
    >
      <Button size="medium" onClick={() => void setParams({ q: "" }, { history: "push" })}>
        Clear the query
      </Button>
    </EmptyState>
  );
}
