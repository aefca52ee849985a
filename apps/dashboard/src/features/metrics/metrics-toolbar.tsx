"use client";

import { RefreshCw, ZoomOut } from "lucide-react";
import { classNames } from "../../components/class-names.ts";
import { Button } from "../../components/ui/button.tsx";
import { Select } from "../../components/ui/select.tsx";
import { zoomOut } from "../home/zoom.ts";
import { TimeRangePicker } from "../traces/time-range-picker.tsx";
import { groupStatistics, useMetricsParams } from "./metrics-params.ts";

interface MetricsToolbarProps {
  attributes: readonly { key: string; values: number }[];
  isHistogram: boolean;
  fetching: boolean;
  onRefresh: () => void;
}

const statisticNames = { p95: "p95", p50: "p50", average: "Average" };

export function MetricsToolbar({ attributes, isHistogram, fetching, onRefresh }: MetricsToolbarProps) {
  const [{ range, by, stat }, setParams] = useMetricsParams();
  const isKnown = by === "" || attributes.some(({ key }) => key === by);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
      <h1 className="font-semibold">Metrics</h1>
      <div className="flex flex-1 flex-wrap items-center gap-2 max-md:basis-full md:justify-end">
        <Select
          compact
          aria-label="Group by"
          value={by}
          onChange={({ target }) => void setParams({ by: target.value })}
          className="max-w-56"
        >
          <option value="">Not grouped</option>
          {!isKnown && <option value={by}>by {by}</option>}
          {attributes.map(({ key, values }) => (
            <option key={key} value={key}>
              by {key} ({values})
            </option>
          ))}
        </Select>
        {isHistogram && by !== "" && (
          <Select
            compact
            aria-label="Statistic"
            value={stat}
            onChange={({ target }) => {
              const chosen = groupStatistics.find((name) => name === target.value);
              if (chosen !== undefined) void setParams({ stat: chosen });
            }}
          >
            {groupStatistics.map((name) => (
              <option key={name} value={name}>
                {statisticNames[name]}
              </option>
            ))}
          </Select>
        )}
        <TimeRangePicker range={range} onChange={(value) => void setParams({ range: value })} />
        <Button
          size="icon"
          aria-label="Zoom out"
          title="Zoom out"
          onClick={() => void setParams({ range: zoomOut(range, Date.now()) })}
        >
          <ZoomOut aria-hidden />
        </Button>
        <Button size="icon" aria-label="Refresh" title="Refresh" onClick={onRefresh}>
          <RefreshCw aria-hidden className={classNames(fetching && "animate-spin")} />
        </Button>
      </div>
    </div>
  );
}
