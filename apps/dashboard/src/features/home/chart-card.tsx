"use client";

import { ChartLine, Table2 } from "lucide-react";
import { lazy, Suspense, useCallback, useId, useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { buttonStyle } from "../../components/ui/button.tsx";
import { useInBrowser } from "../../components/use-in-browser.ts";
import type { TimeZone } from "../../format/time.ts";
import { useChartCursor, useCursorStore } from "./chart-cursor.tsx";
import { ChartHandle } from "./chart-handle.tsx";
import type { Buckets, ChartModel } from "./chart-model.ts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { describeChart } from "./describe-chart.ts";
import type { PlotTarget } from "./plot-options.ts";
import { SeriesMark } from "./series-mark.tsx";
import { formatValue } from "./values.ts";

const ChartPlot = lazy(async () => ({ default: (await import("./chart-plot.tsx")).ChartPlot }));
const ChartTable = lazy(async () => ({ default: (await import("./chart-table.tsx")).ChartTable }));

interface ChartCardProps {
  model: ChartModel;
  /** Undefined while its data is on the way. */
  buckets: Buckets | undefined;
  targets: readonly PlotTarget[];
  zone: TimeZone;
  outdated: boolean;
  hrefOf: (index: number, terms: readonly string[]) => string;
  onZoom: (fromIndex: number, toIndex: number) => void;
  onZoomOut: () => void;
}

/** A chart in a box of one size, whether it is drawn, loading, empty or a table. */
export function ChartCard(props: ChartCardProps) {
  const { model, buckets, targets, zone, outdated } = props;
  const titleId = useId();
  const [asTable, setAsTable] = useState(false);
  const inBrowser = useInBrowser();
  const hasPoints = model.series.some(
    ({ values, isPrevious }) => !isPrevious && values.some((value) => value !== null),
  );
  return (
    <section
      aria-labelledby={titleId}
      aria-busy={buckets === undefined || outdated}
      data-chart={model.id}
      className={classNames(
        "relative flex min-w-0 flex-col rounded-lg border bg-raised px-3 pt-2.5 pb-2 dark:bg-surface",
        model.wide && "md:col-span-2",
      )}
    >
      <div className="flex h-6 items-center gap-2">
        <h3 id={titleId} title={model.note} className="truncate font-medium">
          {model.title}
        </h3>
        {model.shownOf && <span className="text-2xs whitespace-nowrap text-faint">{model.shownOf}</span>}
        <button
          type="button"
          aria-pressed={asTable}
          aria-label={asTable ? `View ${model.title} as chart` : `View ${model.title} as table`}
          title={asTable ? "View as chart" : "View as table"}
          onClick={() => setAsTable(!asTable)}
          className={classNames(buttonStyle({ look: "quiet" }), "-mr-1 ml-auto size-6 px-0")}
        >
          {asTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
        </button>
      </div>
      <Legend model={model} />
      <div className={classNames("relative mt-auto h-42", outdated && "opacity-55")}>
        {buckets === undefined || !inBrowser ? (
          <PlotSkeleton />
        ) : asTable ? (
          <Suspense fallback={<PlotSkeleton />}>
            <ChartTable model={model} buckets={buckets} zone={zone} />
          </Suspense>
        ) : hasPoints ? (
          <PlotArea {...props} buckets={buckets} targets={targets} />
        ) : (
          <p className="grid h-full place-items-center pb-4 text-xs text-faint">{emptyText(model)}</p>
        )}
      </div>
    </section>
  );
}

const legendHeights = {
  short: "h-5",
  long: "h-10",
  longWhenNarrow: "h-10 2xl:h-5",
};

const emptyText = (model: ChartModel) =>
  model.emptyText ?? (model.id === "errors" ? "No errors in this time" : "Nothing reported in this time");

function PlotArea(props: ChartCardProps & { buckets: Buckets }) {
  const { model, buckets, targets, zone, hrefOf, onZoom, onZoomOut } = props;
  const cursor = useChartCursor();
  const store = useCursorStore();
  const [position, setPosition] = useState<{ left: number; width: number } | null>(null);
  const own = cursor?.chartId === model.id ? cursor : null;
  const close = useCallback(() => store.set(null), [store]);
  return (
    <>
      <p className="sr-only">{`${model.note} ${describeChart(model, buckets, zone)}`}</p>
      <ChartHandle model={model} buckets={buckets} zone={zone}>
        <Suspense fallback={<PlotSkeleton />}>
          <ChartPlot
            model={model}
            buckets={buckets}
            targets={targets}
            zone={zone}
            onSelect={onZoom}
            onZoomOut={onZoomOut}
            onPosition={setPosition}
          />
        </Suspense>
      </ChartHandle>
      {own && position && (
        <ChartTooltip
          model={model}
          buckets={buckets}
          index={own.index}
          zone={zone}
          pinned={own.pinned}
          position={position}
          hrefOf={(terms) => hrefOf(own.index, terms)}
          onClose={close}
        />
      )}
    </>
  );
}

function Legend({ model }: { model: ChartModel }) {
  return (
    <ul
      className={classNames(
        "mb-1 flex flex-wrap content-start items-center gap-x-3 overflow-hidden text-xs leading-5 whitespace-nowrap",
        legendHeights[model.legend ?? "short"],
      )}
    >
      {model.series.map((series) => (
        <li key={series.name} className="flex shrink-0 items-center gap-1.5 text-soft">
          <SeriesMark
            color={series.color}
            dash={series.dash}
            bar={model.look === "bars" && !series.isPrevious}
          />
          <span className="max-w-40 truncate">{series.name}</span>
          {!series.isPrevious && (
            <span className="font-medium text-text tabular-nums">
              {formatValue(series.whole, model.unit, series.wholeExact)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function PlotSkeleton() {
  return (
    <div
      aria-hidden
      className="absolute inset-x-0 top-2 bottom-6 ml-12 animate-[pulse-soft_1.6s_ease-in-out_infinite] rounded border-b bg-line/30"
    />
  );
}
