import { homeCallTimings, type TimingsRow } from "@plumbline/clickhouse/queries/home/call-timings";
import { homeTraceTimings } from "@plumbline/clickhouse/queries/home/trace-timings";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { alignRows, homeWindow } from "./home-window.ts";
import type { HomeInput, HomeSeries, HomeUnit, TimingsPoint } from "./types.ts";

/** Traffic, errors, latency, time to first token and output speed over time. */
export async function getTimings(
  ctx: ServiceContext,
  input: HomeInput & { unit: HomeUnit },
): Promise<HomeSeries<TimingsPoint>> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { buckets, params } = homeWindow(ctx, input);
  const query = input.unit === "calls" ? homeCallTimings : homeTraceTimings;
  const rows = await reading(ctx.clickhouse.query(query, params));
  const parts = rows.filter(({ whole }) => !whole);
  return {
    buckets,
    points: alignRows(params.edges, parts).map(toPoint),
    whole: toPoint(rows.find(({ whole }) => whole)),
  };
}

function toPoint(row: TimingsRow | undefined): TimingsPoint {
  const [latencyP50Ms = null, latencyP95Ms = null, latencyP99Ms = null] = row?.latency ?? [];
  const [firstTokenP50Ms = null, firstTokenP95Ms = null, firstTokenP99Ms = null] = row?.firstToken ?? [];
  const [tokensPerSecondP5 = null, tokensPerSecondP50 = null, tokensPerSecondP95 = null] = row?.speed ?? [];
  const total = row?.total ?? 0;
  const errors = row?.errors ?? 0;
  return {
    total,
    errors,
    errorRate: total === 0 ? null : errors / total,
    latencyP50Ms,
    latencyP95Ms,
    latencyP99Ms,
    firstTokenP50Ms,
    firstTokenP95Ms,
    firstTokenP99Ms,
    tokensPerSecondP5,
    tokensPerSecondP50,
    tokensPerSecondP95,
  };
}
