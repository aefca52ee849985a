"use client";

import { Download } from "lucide-react";
import { buttonStyle } from "../../components/ui/button.tsx";
import type { TimeZone } from "../../format/time.ts";
import { chartCsv } from "./chart-csv.ts";
import type { Buckets, ChartModel } from "./chart-model.ts";
import { describeBucket } from "./chart-time.ts";
import { formatValue } from "./values.ts";

interface ChartTableProps {
  model: ChartModel;
  buckets: Buckets;
  zone: TimeZone;
}

/** The same numbers as a table, newest first, and as a file. */
export function ChartTable({ model, buckets, zone }: ChartTableProps) {
  const save = () => {
    const url = URL.createObjectURL(new Blob([chartCsv(model, buckets)], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${model.id}-${new Date(buckets.fromMs).toISOString().slice(0, 10)}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1_000);
  };
  return (
    <div className="absolute inset-0 flex flex-col">
      <div
        className="scroll-thin min-h-0 flex-1 overflow-auto rounded border"
        tabIndex={0}
        role="region"
        aria-label={`${model.title} as a table`}
      >
        <table className="w-full border-separate border-spacing-0 text-xs tabular-nums">
          <caption className="sr-only">{`${model.title}, newest first`}</caption>
          <thead>
            <tr>
              {["Time", ...model.series.map(({ name }) => name)].map((name, column) => (
                <th
                  key={name}
                  scope="col"
                  className={`sticky top-0 border-b bg-surface px-2 py-1 font-medium whitespace-nowrap text-soft ${column === 0 ? "text-left" : "text-right"}`}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets.startsMs
              .map((startMs, index) => (
                <tr key={startMs}>
                  <th
                    scope="row"
                    className="border-b px-2 py-0.5 text-left font-normal whitespace-nowrap text-soft"
                  >
                    {describeBucket(buckets, index, zone)}
                  </th>
                  {model.series.map((series) => (
                    <td key={series.name} className="border-b px-2 py-0.5 text-right whitespace-nowrap">
                      {formatValue(series.values[index] ?? null, model.unit, series.exact?.[index])}
                    </td>
                  ))}
                </tr>
              ))
              .toReversed()}
          </tbody>
        </table>
      </div>
      <div className="pt-1.5">
        <button type="button" onClick={save} className={buttonStyle()}>
          <Download aria-hidden /> Download CSV
        </button>
      </div>
    </div>
  );
}
