import type { ClickHouse } from "../../client.ts";
import { RowBinaryWriter } from "../../row-binary.ts";
import { type RejectedEventRow, rejectedEventsTable } from "../../tables/rejected-events.ts";

/** Resolves once reads tell that these were taken; a refusal of the same replay has the last word. */
export async function markReplayed(clickhouse: ClickHouse, rows: readonly RejectedEventRow[]): Promise<void> {
  if (rows.length === 0) return;
  const writer = new RowBinaryWriter();
  for (const row of rows) rejectedEventsTable.encode(writer, row);
  await clickhouse.insertRowBinary(rejectedEventsTable.name, rejectedEventsTable.columns, writer.view(), {
    deduplicate: false,
  });
}
