"use client";

import { RefreshCw } from "lucide-react";
import { classNames } from "../../components/class-names.ts";
import { Button } from "../../components/ui/button.tsx";
import { formatCount } from "../../format/number.ts";
import type { LoadValues } from "../query-bar/load-values.ts";
import { QueryBar } from "../query-bar/query-bar.tsx";
import { TimeRangePicker } from "./time-range-picker.tsx";
import { useTracesParams } from "./use-traces-params.ts";

interface TracesToolbarProps {
  projectId: string;
  totalItems: number | null;
  fetching: boolean;
  live: boolean;
  onLiveChange: (live: boolean) => void;
  onRefresh: () => void;
}

const loadNoValues: LoadValues = async () => [];

export function TracesToolbar(props: TracesToolbarProps) {
  const { projectId, totalItems, fetching, live, onLiveChange, onRefresh } = props;
  const [{ range, q }, setParams] = useTracesParams();
  return (
    <div className="flex shrink-0 flex-wrap items-start gap-2 border-b px-4 py-2">
      <h1 className="leading-7 font-semibold">Traces</h1>
      <output className="min-w-20 text-xs leading-7 text-soft">
        {totalItems === null ? "" : formatCount(totalItems, "trace")}
      </output>
      <div className="flex flex-1 flex-wrap items-start gap-2 max-md:basis-full md:justify-end">
        <QueryBar
          projectId={projectId}
          value={q}
          onChange={(value) => void setParams({ q: value }, { history: "push" })}
          loadValues={loadNoValues}
        />
        <TimeRangePicker
          range={range}
          onChange={(value) => void setParams({ range: value }, { history: "push" })}
        />
        <div className="flex">
          <Button
            title="Refresh"
            size="icon"
            aria-label="Refresh"
            onClick={onRefresh}
            className="rounded-r-none"
          >
            <RefreshCw aria-hidden className={classNames(fetching && "animate-spin")} />
          </Button>
          <Button
            title={live ? "Refreshes every 5 seconds" : "Refresh every 5 seconds"}
            aria-pressed={live}
            onClick={() => onLiveChange(!live)}
            className="rounded-l-none border-l-0 aria-pressed:bg-selected"
          >
            <span
              aria-hidden
              className={classNames(
                "size-1.5 rounded-full",
                live ? "animate-pulse bg-accent" : "bg-line-strong",
              )}
            />
            Auto
          </Button>
        </div>
      </div>
    </div>
  );
}
