"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Undo2, ZoomIn, ZoomOut } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../../../components/ui/button.tsx";
import { Skeleton } from "../../../components/ui/skeleton.tsx";
import { formatCount } from "../../../format/number.ts";
import { formatMinute, formatSpan } from "../../../format/time.ts";
import { useTRPC } from "../../../trpc/client.ts";
import { useTimeZone } from "../../preferences/preferences.tsx";
import type { TimeRange } from "../time-range.ts";
import { useTracesParams } from "../use-traces-params.ts";
import { Bars } from "./bars.tsx";
import { type RangeStep, rangeOfBuckets, stepRange, withoutEmptyStart } from "./ranges.ts";

interface HistogramProps {
  projectId: string;
  refreshEveryMs: number | null;
  /** A query with problems is not run. */
  understood: boolean;
}

/** How many traces the list has, over its time; dragging over a part makes that part the range. */
export function Histogram({ projectId, refreshEveryMs, understood }: HistogramProps) {
  const trpc = useTRPC();
  const zone = useTimeZone();
  const [{ range, q }, setParams] = useTracesParams();
  const [before, setBefore] = useState<readonly TimeRange[]>([]);
  const [hovered, setHovered] = useState<number | null>(null);
  const query = useQuery(
    trpc.trace.histogram.queryOptions(
      { projectId, range, query: q },
      {
        trpc: { abortOnUnmount: true },
        enabled: understood,
        placeholderData: keepPreviousData,
        refetchInterval: refreshEveryMs ?? false,
        retry: false,
      },
    ),
  );
  const histogram = query.data && (range === "all" ? withoutEmptyStart(query.data) : query.data);

  const change = (next: TimeRange | null) => {
    if (next === null) return;
    setBefore([...before, range]);
    void setParams({ range: next }, { history: "push" });
  };
  const goBack = () => {
    const last = before.at(-1);
    if (last === undefined) return;
    setBefore(before.slice(0, -1));
    void setParams({ range: last }, { history: "push" });
  };
  const step = (how: RangeStep) => change(stepRange(range, how, Date.now()));

  const bucket = hovered === null ? undefined : histogram?.buckets[hovered];
  const caption = bucket
    ? `${formatMinute(Date.parse(bucket.start), zone)} · ${formatCount(bucket.traces, "trace")}${bucket.errors > 0 ? `, ${bucket.errors} with errors` : ""}`
    : histogram
      ? `Traces per ${formatSpan(histogram.bucketMs)}${histogram.exact ? "" : " (≈)"}`
      : query.isError
        ? "The distribution could not be read."
        : "";
  return (
    <section aria-label="Traces over time" className="shrink-0 border-b px-4 pt-1 pb-1.5">
      <div className="flex h-6 items-center gap-0.5">
        <p className="mr-auto truncate text-2xs text-faint tabular-nums">{caption}</p>
        <StepButton label="Back to the range before" disabled={before.length === 0} onPress={goBack}>
          <Undo2 aria-hidden />
        </StepButton>
        <StepButton label="Earlier" onPress={() => step("earlier")}>
          <ChevronLeft aria-hidden />
        </StepButton>
        <StepButton label="Later" onPress={() => step("later")}>
          <ChevronRight aria-hidden />
        </StepButton>
        <StepButton label="Narrow the range to its middle" onPress={() => step("closer")}>
          <ZoomIn aria-hidden />
        </StepButton>
        <StepButton label="Widen the range" onPress={() => step("wider")}>
          <ZoomOut aria-hidden />
        </StepButton>
      </div>
      {histogram ? (
        <Bars
          histogram={histogram}
          outdated={query.isPlaceholderData}
          onHover={setHovered}
          onSelect={(from, to) => change(rangeOfBuckets(histogram, from, to))}
          onBack={goBack}
        />
      ) : (
        <div className="flex h-9 items-end pb-1">{!query.isError && <Skeleton className="h-1 w-full" />}</div>
      )}
    </section>
  );
}

interface StepButtonProps {
  label: string;
  disabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}

function StepButton({ label, disabled, onPress, children }: StepButtonProps) {
  return (
    <Button
      look="quiet"
      size="icon"
      title={label}
      aria-label={label}
      disabled={disabled}
      onClick={onPress}
      className="size-6 text-faint"
    >
      {children}
    </Button>
  );
}
