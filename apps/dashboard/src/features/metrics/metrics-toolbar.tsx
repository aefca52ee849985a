"use client";

import { Select } from "../../components/ui/select.tsx";
import { RangeControls } from "../home/range-controls.tsx";
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
          className="max-w-56 max-md:max-w-28"
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
        <RangeControls
          {...{ range, fetching, onRefresh }}
          onRange={(value) => void setParams({ range: value })}
        />
      </div>
    </div>
  );
}
