import type { ClickHouse } from "../../client.ts";
import { RowBinaryWriter } from "../../row-binary.ts";
import { type DeadLetterRow, deadLettersTable } from "../../tables/dead-letters.ts";

/** Resolves once reads tell that these were taken; a refusal of the same replay has the last word. */
export async function markReplayed(clickhouse: ClickHouse, rows: readonly DeadLetterRow[]): Promise<void> {
  if (rows.length === 0) return;
  const writer = new RowBinaryWriter();
  for (const row of rows) deadLettersTable.encode(writer, row);
  await clickhouse.insertRowBinary(deadLettersTable.name, deadLettersTable.columns, writer.view(), {
    deduplicate: false,
  });
}
