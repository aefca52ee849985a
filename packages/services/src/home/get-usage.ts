import { homeUsage } from "@plumbline/clickhouse/queries/home/usage";
import { decimalToPico, divideHalfEven, picoToDecimal } from "@plumbline/pricing/money";
import type { z } from "zod";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { alignRows, homeWindow } from "./home-window.ts";
import type { HomeInput, HomeSeries, UsagePoint } from "./types.ts";

/** Tokens, cache hits and cost over time, of everything billable. */
export async function getUsage(ctx: ServiceContext, input: HomeInput): Promise<HomeSeries<UsagePoint>> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { buckets, params } = homeWindow(ctx, input);
  const rows = await reading(ctx.clickhouse.query(homeUsage, params));
  const parts = rows.filter(({ whole }) => !whole);
  return {
    buckets,
    points: alignRows(params.edges, parts).map(toPoint),
    whole: toPoint(rows.find(({ whole }) => whole)),
  };
}

function toPoint(row: z.output<typeof homeUsage.row> | undefined): UsagePoint {
  const {
    cachedTokens = null,
    cacheableTokens = null,
    cacheReports = 0,
    totalCost: cost = null,
    calls = 0,
  } = row ?? {};
  return {
    calls,
    inputTokens: row?.inputTokens ?? null,
    outputTokens: row?.outputTokens ?? null,
    cachedTokens,
    reasoningTokens: row?.reasoningTokens ?? null,
    cacheHitRate: cachedTokens === null || !cacheableTokens ? null : cachedTokens / cacheableTokens,
    cacheReadShare: row === undefined || cacheReports === 0 ? null : row.cacheReads / cacheReports,
    cacheReports,
    cost,
    costPerCall:
      cost === null || calls === 0 ? null : picoToDecimal(divideHalfEven(decimalToPico(cost), BigInt(calls))),
    unpricedCalls: row?.unpricedCalls ?? 0,
  };
}
