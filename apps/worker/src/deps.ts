import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import type { Clock } from "@plumbline/runtime/clock";

/** Everything that jobs use; built once in main.ts. */
export interface WorkerDeps {
  db: Db;
  clickhouse: ClickHouse;
  clock: Clock;
}
