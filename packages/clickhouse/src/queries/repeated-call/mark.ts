import { z } from "zod";
import type { ClickHouse } from "../../client.ts";
import { defineQuery } from "../../query.ts";
import { isCorrectable } from "../../tables/row-version.ts";
import { hexLiteral, momentLiteral } from "../literals.ts";
import { rewriteSpans } from "../rewrite-spans.ts";
import { windowParams } from "../window.ts";

interface Bounds {
  project: string;
  from: string;
  to: string;
  /** Only traces of which a model call was received since then. */
  since: string;
}

/**
 * Model calls that count although a model call right below them reports the same one: by the id of its
 * answer, else as another instrumentation. Langfuse's own protocol is left out, which counts every generation.
 */
function repeated({ project, from, to, since }: Bounds): string {
  const calls = `project_id = ${project} AND start_time >= ${from} AND start_time < ${to}
        AND kind IN ('GENERATION', 'EMBEDDING') AND source NOT IN ('langfuse', 'gateway')`;
  const touched = `trace_id IN (SELECT trace_id FROM spans WHERE ${calls} AND received_at >= ${since})`;
  return `
    FROM (
      SELECT * FROM spans FINAL
      WHERE ${calls} AND billable AND ${isCorrectable} AND ${touched}
    ) AS s
    INNER JOIN (
      SELECT trace_id, parent_span_id, groupUniqArray((response_id, scope_name)) AS told FROM spans FINAL
      WHERE ${calls} AND parent_span_id != '' AND usage_source != 'ours' AND ${touched}
        AND (isNotNull(input_tokens) OR isNotNull(output_tokens) OR isNotNull(cost))
      GROUP BY trace_id, parent_span_id
    ) AS c
    ON s.trace_id = c.trace_id AND s.span_id = c.parent_span_id
    WHERE arrayExists(inner -> if(inner.1 != '' AND s.response_id != '', inner.1 = s.response_id,
      inner.2 != s.scope_name OR s.usage_source = 'ours'), c.told)`;
}

export const countRepeatedCalls = defineQuery({
  name: "repeated-call.count",
  params: windowParams.extend({ sinceUs: z.number().int() }),
  row: z.object({ spans: z.number() }),
  sql: `SELECT count() AS spans ${repeated({
    project: "{projectId:String}",
    from: "fromUnixTimestamp64Micro({fromUs:Int64}, 'UTC')",
    to: "fromUnixTimestamp64Micro({toUs:Int64}, 'UTC')",
    since: "fromUnixTimestamp64Micro({sinceUs:Int64}, 'UTC')",
  })}`,
});

interface Wanted {
  projectId: string;
  fromUs: number;
  toUs: number;
  sinceUs: number;
  reason: string;
}

/**
 * From now on only the calls below them count: the others stay, are written one correction further and say
 * `reason`. Resolves when that is read; repeating it finds nothing more.
 */
export async function markRepeatedCalls(clickhouse: ClickHouse, wanted: Wanted): Promise<void> {
  const { projectId, fromUs, toUs, sinceUs, reason } = wanted;
  const calls = repeated({
    project: hexLiteral(projectId),
    from: momentLiteral(fromUs),
    to: momentLiteral(toUs),
    since: momentLiteral(sinceUs),
  });
  const changed = { billable: "false", billable_reason: hexLiteral(reason) };
  await clickhouse.command(rewriteSpans(changed, calls));
}
