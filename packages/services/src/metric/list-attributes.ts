import { listMetricAttributes as query } from "@plumbline/clickhouse/queries/metric/list-attributes";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { listWindow } from "../window.ts";

export interface MetricAttribute {
  key: string;
  /** How many different ones, about. */
  values: number;
}

/** What the points of one metric can be grouped by. */
export async function listMetricAttributes(
  ctx: ServiceContext,
  input: { projectId: string; name: string; fromMs: number; toMs: number },
): Promise<MetricAttribute[]> {
  const { projectId, name, fromMs, toMs } = input;
  await requireProjectPermission(ctx, projectId, "traces:read");
  const window = listWindow(ctx.clock, { from: new Date(fromMs), to: new Date(toMs) });
  return reading(ctx.clickhouse.query(query, { projectId, name, ...window }));
}
