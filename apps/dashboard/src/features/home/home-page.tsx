"use client";

import Link from "next/link";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { toFailure } from "../../trpc/failure.ts";
import type { Target } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { ChartCard } from "./chart-card.tsx";
import { ChartCursorProvider } from "./chart-cursor.tsx";
import { namePreviousPeriod } from "./compare.ts";
import { EmptyHome } from "./empty-home.tsx";
import { Figures } from "./figures.tsx";
import { useHomeParams } from "./home-params.ts";
import { HomeToolbar } from "./home-toolbar.tsx";
import type { PlotTarget } from "./plot-options.ts";
import { tracesLink } from "./traces-link.ts";
import { bucketsOf, useChartGroups, useTargetLines } from "./use-chart-groups.ts";
import { useHome } from "./use-home.ts";
import { bucketWindow, zoomOut, zoomToBuckets } from "./zoom.ts";

const noTargets: readonly Target[] = [];
const noLines: readonly PlotTarget[] = [];

/** How the application is doing, at one glance and then chart by chart. */
export function HomePage({ projectId }: { projectId: string }) {
  const [{ range, unit, env, model, targets: showTargets, previous }, setParams] = useHomeParams();
  const zone = useTimeZone();
  const { targets: targetQuery, ...queries } = useHome(projectId);
  const targets = targetQuery.data?.targets ?? noTargets;
  const all = Object.values(queries);
  const failed = all.find(({ isError }) => isError);
  const refresh = () =>
    void Promise.all(all.filter(({ isEnabled }) => isEnabled).map((query) => query.refetch()));
  const { timings, usage, previousTimings, previousUsage, costByModel, errorsByClass } = queries;
  const data = {
    timings: timings.data,
    usage: usage.data,
    previousTimings: previous ? previousTimings.data : undefined,
    previousUsage: previous ? previousUsage.data : undefined,
    costByModel: costByModel.data,
    errorsByClass: errorsByClass.data,
  };
  const groups = useChartGroups(data, unit);
  const lines = useTargetLines(targets);
  const isEmpty =
    timings.isSuccess && usage.isSuccess && timings.data.whole.total === 0 && usage.data.whole.cost === null;
  return (
    <>
      <HomeToolbar
        projectId={projectId}
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
      {isEmpty ? (
        <EmptyHome projectId={projectId} />
      ) : (
        <ChartCursorProvider>
          <div className="scroll-thin min-h-0 flex-1 space-y-5 overflow-y-auto px-4 py-4">
            <Figures
              data={data}
              unit={unit}
              targets={targets}
              comparedWith={previous ? namePreviousPeriod(range) : null}
            />
            {groups.map(({ title, charts }) => (
              <section key={title} aria-label={title}>
                <h2 className="mb-2 text-xs font-medium text-faint">{title}</h2>
                <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
                  {charts.map((chart) => {
                    const buckets = bucketsOf(chart, data);
                    const line = chart.target && showTargets ? lines.get(chart.target) : undefined;
                    return (
                      <ChartCard
                        key={chart.id}
                        model={chart}
                        buckets={buckets}
                        targets={line ?? noLines}
                        zone={zone}
                        outdated={timings.isPlaceholderData || usage.isPlaceholderData}
                        hrefOf={(index, terms) =>
                          buckets
                            ? tracesLink(projectId, bucketWindow(buckets, index), { env, model, unit }, terms)
                            : ""
                        }
                        onZoom={(from, to) =>
                          buckets && void setParams({ range: zoomToBuckets(buckets, from, to) })
                        }
                        onZoomOut={() => void setParams({ range: zoomOut(range, Date.now()) })}
                      />
                    );
                  })}
                </div>
              </section>
            ))}
            <p className="pb-2 text-2xs text-faint">
              Drag over a chart to zoom in, double-click to zoom out. Lines of targets are set in{" "}
              <Link
                href={`/project/${encodeURIComponent(projectId)}/settings/targets`}
                className="underline underline-offset-2 hover:text-text"
              >
                the settings
              </Link>
              .
            </p>
          </div>
        </ChartCursorProvider>
      )}
    </>
  );
}
