import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { inject } from "vitest";

/** A ClickHouse database of its own, migrated and empty. */
export async function freshClickHouse(): Promise<ClickHouse> {
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/services_${randomUUID().slice(0, 8)}`;
  const clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  return clickhouse;
}

/** A trace of one span "s" a minute ago, whose input is its own name. */
export async function writeTrace(
  clickhouse: ClickHouse,
  { projectId, traceId }: { projectId: string; traceId: string },
): Promise<void> {
  const key = `'${projectId}', '${traceId}', 's', now64(6) - INTERVAL 1 MINUTE, 1`;
  await clickhouse.command(
    `INSERT INTO spans (project_id, trace_id, span_id, start_time, row_version, name, kind, billable)
     VALUES (${key}, 'call', 'GENERATION', true)`,
  );
  await clickhouse.command(
    `INSERT INTO span_io (project_id, trace_id, span_id, start_time, row_version, input)
     VALUES (${key}, 'input of ${traceId}')`,
  );
}
