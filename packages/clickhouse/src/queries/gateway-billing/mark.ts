import { z } from "zod";
import type { ClickHouse } from "../../client.ts";
import { defineQuery } from "../../query.ts";
import { isCorrectable } from "../../tables/row-version.ts";
import { hexLiteral, momentLiteral } from "../literals.ts";
import { rewriteSpans } from "../rewrite-spans.ts";
import { notDeleted, windowOf, windowParams } from "../window.ts";

const dayUs = 86_400_000_000;

/** Whether the gateway recorded any call of the project in the window. */
export const anyGatewayCall = defineQuery({
  name: "gateway-billing.any",
  params: windowParams,
  row: z.object({ found: z.number() }),
  sql: `SELECT 1 AS found FROM spans
    WHERE ${windowOf("start_time")} AND source = 'gateway' AND response_id != '' LIMIT 1`,
});

/** Calls that count and that the gateway recorded as well, within a day of each other. */
const twice = (project: string, from: string, to: string) => `
    FROM (
      SELECT * FROM spans FINAL
      WHERE project_id = ${project} AND start_time >= ${from} AND start_time < ${to}
        AND source != 'gateway' AND billable AND response_id != '' AND ${isCorrectable}
    ) AS s
    INNER JOIN (
      SELECT response_id, groupArray(toUnixTimestamp64Micro(start_time)) AS starts
      FROM spans FINAL
      WHERE project_id = ${project}
        AND start_time >= ${from} - INTERVAL 1 DAY AND start_time <= ${to} + INTERVAL 1 DAY
        AND source = 'gateway' AND billable AND response_id != ''
        AND ${notDeleted.replace("{projectId:String}", project)}
      GROUP BY response_id
    ) AS g
    ON s.response_id = g.response_id
    WHERE arrayExists(at -> abs(at - toUnixTimestamp64Micro(s.start_time)) <= ${dayUs}, g.starts)`;

export const countRecordedTwice = defineQuery({
  name: "gateway-billing.count",
  params: windowParams,
  row: z.object({ spans: z.number() }),
  sql: `SELECT count() AS spans ${twice(
    "{projectId:String}",
    "fromUnixTimestamp64Micro({fromUs:Int64}, 'UTC')",
    "fromUnixTimestamp64Micro({toUs:Int64}, 'UTC')",
  )}`,
});

/**
 * Of calls that the gateway recorded too, only its row counts from now on: the others stay, are written one
 * correction further and say `reason`. Resolves when that is read; repeating it finds nothing more.
 */
export async function markRecordedTwice(
  clickhouse: ClickHouse,
  { projectId, fromUs, toUs, reason }: { projectId: string; fromUs: number; toUs: number; reason: string },
): Promise<void> {
  const calls = twice(hexLiteral(projectId), momentLiteral(fromUs), momentLiteral(toUs));
  const changed = { billable: "false", billable_reason: hexLiteral(reason) };
  await clickhouse.command(rewriteSpans(changed, calls));
}
