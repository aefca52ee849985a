import type { ClickHouse } from "../../client.ts";
import { hexLiteral } from "../literals.ts";
import { type RetentionTable, retentionTables } from "./tables.ts";

export interface ExpiredStep {
  table: RetentionTable;
  /** As counted: yyyymm, or 0 for the whole table. */
  month: number;
}

/**
 * Removes a project's rows older than a moment from one month of one table, off the disk and not only
 * from view. Resolves when done; repeating it finds nothing more. Rewrites the parts that held such rows.
 */
export async function deleteExpired(
  clickhouse: ClickHouse,
  { table, month }: ExpiredStep,
  { projectId, beforeUs }: { projectId: string; beforeUs: number },
): Promise<void> {
  if (!Number.isSafeInteger(beforeUs) || !Number.isSafeInteger(month)) throw new TypeError("not a moment");
  const partition = month === 0 ? "" : `IN PARTITION ${month}`;
  await clickhouse.command(`ALTER TABLE ${table} DELETE ${partition}
    WHERE project_id = ${hexLiteral(projectId)}
      AND ${retentionTables[table].age} < fromUnixTimestamp64Micro(${beforeUs}, 'UTC')
    SETTINGS mutations_sync = 2`);
}
