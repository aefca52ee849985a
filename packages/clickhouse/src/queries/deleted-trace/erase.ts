import type { ClickHouse } from "../../client.ts";
import { hexLiteral } from "../literals.ts";

/** Text first: what is cut off halfway shall leave a span without its text, not text without its span. */
const tables = ["span_io", "spans", "span_parts", "scores"] as const;

/**
 * Takes traces off the disk; that they are gone stays written in deleted_traces. Rewrites the parts that
 * held them, resolves when done, and repeating it finds nothing more.
 */
export async function eraseTraces(
  clickhouse: ClickHouse,
  { projectId, traceIds }: { projectId: string; traceIds: readonly string[] },
): Promise<void> {
  if (traceIds.length === 0) return;
  const ids = traceIds.map(hexLiteral).join(", ");
  for (const table of tables) {
    await clickhouse.command(`ALTER TABLE ${table} DELETE
      WHERE project_id = ${hexLiteral(projectId)} AND trace_id IN (${ids})
      SETTINGS mutations_sync = 2`);
  }
}
