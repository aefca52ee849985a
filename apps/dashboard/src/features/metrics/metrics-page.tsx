"use client";

import { ChartSpline } from "lucide-react";
import { useMemo } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { toFailure } from "../../trpc/failure.ts";
import { ChartCard } from "../home/chart-card.tsx";
import { ChartCursorProvider } from "../home/chart-cursor.tsx";
import type { ChartModel } from "../home/chart-model.ts";
import type { PlotTarget } from "../home/plot-options.ts";
import { tracesLink } from "../home/traces-link.ts";
import { bucketWindow, zoomOut, zoomToBuckets } from "../home/zoom.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { metricModel } from "./metric-model.ts";
import { MetricNames } from "./metric-names.tsx";
import { useMetricsParams } from "./metrics-params.ts";
import { MetricsToolbar } from "./metrics-toolbar.tsx";
import { useMetrics } from "./use-metrics.ts";

const noTargets: readonly PlotTarget[] = [];
const noFilters = { env: [], model: [], unit: "calls" } as const;

const emptyModel: ChartModel = { id: "metric", title: "", note: "", unit: "plain", look: "line", series: [] };

/** What OpenTelemetry clients measured, one metric at a time. */
export function MetricsPage({ projectId }: { projectId: string }) {
  const [{ range, stat }, setParams] = useMetricsParams();
  const zone = useTimeZone();
  const { names, chosen, attributes, chart } = useMetrics(projectId);
  const all = [names, attributes, chart];
  const failed = all.find(({ isError }) => isError);
  const refresh = () =>
    void Promise.all(all.filter(({ isEnabled }) => isEnabled).map((query) => query.refetch()));
  const data = chart.data ?? undefined;
  const model = useMemo(
    () => (data ? metricModel(data, stat) : { ...emptyModel, title: chosen ?? "" }),
    [data, chosen, stat],
  );
  const isMissing = chart.isSuccess && chart.data === null;
  return (
    <>
      <MetricsToolbar
        attributes={attributes.data ?? []}
        isHistogram={data?.kind === "histogram"}
        fetching={all.some(({ isFetching }) => isFetching)}
        onRefresh={refresh}
      />
      {failed && (
        <ErrorNotice
          failure={toFailure(failed.error)}
          onRetry={refresh}
          retrying={failed.isFetching}
          className="mx-4 mt-3 shrink-0"
        />
      )}
      {names.data?.length === 0 ? (
        <NoMetrics />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col md:flex-row">
          <MetricNames
            metrics={names.data ?? []}
            chosen={chosen}
            onChoose={(name) => void setParams({ name, by: null })}
          />
          <div className="scroll-thin min-w-0 flex-1 overflow-y-auto p-4">
            {isMissing ? (
              <p className="text-soft">There are no points of {chosen} in this time.</p>
            ) : (
              <ChartCursorProvider>
                <ChartCard
                  model={model}
                  buckets={data?.buckets}
                  targets={noTargets}
                  zone={zone}
                  outdated={chart.isPlaceholderData}
                  hrefOf={(index, terms) =>
                    data ? tracesLink(projectId, bucketWindow(data.buckets, index), noFilters, terms) : ""
                  }
                  onZoom={(from, to) =>
                    data && void setParams({ range: zoomToBuckets(data.buckets, from, to) })
                  }
                  onZoomOut={() => void setParams({ range: zoomOut(range, Date.now()) })}
                />
                <p className="mt-2 text-2xs text-faint">{model.note}</p>
              </ChartCursorProvider>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function NoMetrics() {
  return (
    <EmptyState
      icon={<ChartSpline />}
      title="No metrics in this time"
      text={
        <>
          OpenTelemetry sends them to <code className="font-mono text-xs">/v1/metrics</code> with{" "}
          <code className="font-mono text-xs">OTEL_METRICS_EXPORTER=otlp</code> and the endpoint and headers
          of your traces.
        </>
      }
    />
  );
}
