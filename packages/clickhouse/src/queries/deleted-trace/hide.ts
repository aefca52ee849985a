import type { ClickHouse } from "../../client.ts";
import { RowBinaryWriter } from "../../row-binary.ts";
import { deletedTracesTable } from "../../tables/deleted-traces.ts";

interface HideTraces {
  projectId: string;
  traceIds: readonly string[];
  /** Microseconds; the latest word on a trace counts. */
  atUs: number;
  /** False shows them again. */
  hidden: boolean;
}

/** Resolves once every read leaves the traces out, or has them again. Repeating it changes nothing. */
export async function hideTraces(clickhouse: ClickHouse, input: HideTraces): Promise<void> {
  const { traceIds, ...word } = input;
  const writer = new RowBinaryWriter();
  for (const traceId of traceIds) deletedTracesTable.encode(writer, { ...word, traceId });
  await clickhouse.insertRowBinary(deletedTracesTable.name, deletedTracesTable.columns, writer.view());
}
