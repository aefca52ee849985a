"use client";

import { Inbox } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { RefreshButton } from "../../components/refresh-button.tsx";
import { buttonStyle } from "../../components/ui/button.tsx";
import { useNow } from "../../components/use-now.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { IngestionHealth } from "../../trpc/types.ts";
import { ChartCard } from "../home/chart-card.tsx";
import { ChartCursorProvider } from "../home/chart-cursor.tsx";
import type { PlotTarget } from "../home/plot-options.ts";
import { tracesLink } from "../home/traces-link.ts";
import { bucketWindow, zoomOut, zoomToBuckets } from "../home/zoom.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { TimeRangePicker } from "../traces/time-range-picker.tsx";
import { HealthFigures } from "./health-figures.tsx";
import { InstancesTable } from "./instances-table.tsx";
import { rateCharts } from "./rate-charts.ts";
import { ReasonsTable } from "./reasons-table.tsx";
import { SendersTable } from "./senders-table.tsx";
import { useIngestion, useIngestionRange } from "./use-ingestion.ts";

/** Whether what is sent arrives: how much, how late, what not and why, and from whom. */
export function IngestionPage({ projectId }: { projectId: string }) {
  const [range, setRange] = useIngestionRange();
  const { health, journal } = useIngestion(projectId);
  const nowMs = useNow(5_000);
  const zone = useTimeZone();
  const base = `/project/${encodeURIComponent(projectId)}`;
  const data = health.data;
  const refresh = () => void Promise.all([health.refetch(), journal.refetch()]);
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
        <h1 className="mr-auto font-semibold">Ingestion</h1>
        <TimeRangePicker range={range} onChange={(value) => void setRange(value)} />
        <RefreshButton fetching={health.isFetching} onRefresh={refresh} />
      </div>
      {health.isError && (
        <ErrorNotice
          failure={toFailure(health.error)}
          onRetry={refresh}
          retrying={health.isFetching}
          className="mx-4 mt-3 shrink-0"
        />
      )}
      {data && isEmpty(data) ? (
        <EmptyState
          icon={<Inbox />}
          title="Nothing has arrived yet"
          text="Neither spans nor anything that was refused in the last 30 days. Once an application sends, this page shows how much arrives, how late, and what is refused."
        >
          <Link href={`${base}/traces`} className={buttonStyle({ look: "solid", size: "medium" })}>
            Send a first trace
          </Link>
        </EmptyState>
      ) : (
        <div className="scroll-thin min-h-0 flex-1 space-y-5 overflow-y-auto px-4 py-4">
          <HealthFigures
            projectId={projectId}
            health={data}
            journals={journal.isError ? null : journal.data}
            nowMs={nowMs}
          />
          <RateCharts projectId={projectId} health={data} outdated={health.isPlaceholderData} />
          {journal.data && <InstancesTable instances={journal.data.instances} zone={zone} nowMs={nowMs} />}
          {data && (
            <>
              <ReasonsTable
                reasons={data.reasons}
                hrefOf={(code) => `${base}/rejected?code=${encodeURIComponent(code)}`}
                zone={zone}
                nowMs={nowMs}
              />
              <SendersTable
                projectId={projectId}
                senders={data.senders}
                senderCount={data.senderCount}
                zone={zone}
                nowMs={nowMs}
              />
            </>
          )}
        </div>
      )}
    </>
  );
}

const isEmpty = ({ newestAt, reasons }: IngestionHealth) => newestAt === null && reasons.length === 0;

interface RateChartsProps {
  projectId: string;
  health: IngestionHealth | undefined;
  outdated: boolean;
}

function RateCharts({ projectId, health, outdated }: RateChartsProps) {
  const [range, setRange] = useIngestionRange();
  const zone = useTimeZone();
  const charts = useMemo(() => rateCharts(health), [health]);
  const buckets = health?.buckets;
  return (
    <ChartCursorProvider>
      <section aria-label="Events per second">
        <h2 className="mb-2 text-xs font-medium text-faint">Events per second</h2>
        <div className="grid gap-3 md:grid-cols-2">
          {charts.map((chart) => (
            <ChartCard
              key={chart.id}
              model={chart}
              buckets={buckets}
              targets={noLines}
              zone={zone}
              outdated={outdated}
              hrefOf={(index) =>
                buckets === undefined || chart.id === "rejected"
                  ? `/project/${encodeURIComponent(projectId)}/rejected`
                  : tracesLink(projectId, bucketWindow(buckets, index), noFilters, [])
              }
              onZoom={(from, to) => buckets && void setRange(zoomToBuckets(buckets, from, to))}
              onZoomOut={() => void setRange(zoomOut(range, Date.now()))}
            />
          ))}
        </div>
      </section>
    </ChartCursorProvider>
  );
}

const noLines: readonly PlotTarget[] = [];
const noFilters = { env: [], model: [], unit: "traces" as const };
