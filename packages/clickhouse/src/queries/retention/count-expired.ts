import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { deadLetterTables, retentionTableNames, retentionTables } from "./tables.ts";

const countOne = (table: (typeof retentionTableNames)[number]) => {
  const { age, monthly } = retentionTables[table];
  const before = deadLetterTables.includes(table) ? "lettersBeforeUs" : "tracesBeforeUs";
  return `SELECT '${table}' AS table, toUInt32(${monthly ? `toYYYYMM(${age})` : "0"}) AS month, count() AS rows
    FROM ${table}
    WHERE project_id = {projectId:String} AND ${age} < fromUnixTimestamp64Micro({${before}:Int64}, 'UTC')
    GROUP BY month`;
};

/**
 * Stored rows of a project older than two moments, one of refused events and one of all else, all versions counted, per table and month (yyyymm; 0 for
 * a table that is not cut into months), in the order in which they are to be deleted.
 */
export const countExpired = defineQuery({
  name: "retention.count-expired",
  params: z.object({
    projectId: z.string(),
    tracesBeforeUs: z.number().int(),
    lettersBeforeUs: z.number().int(),
  }),
  row: z.object({ table: z.enum(retentionTableNames), month: z.number(), rows: z.number() }),
  sql: `SELECT * FROM (${retentionTableNames.map(countOne).join(" UNION ALL ")})
    ORDER BY indexOf([${retentionTableNames.map((table) => `'${table}'`).join(", ")}], table), month`,
});
