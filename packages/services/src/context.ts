import type { Actor } from "@plumbline/access/actor";
import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import type { Clock } from "@plumbline/runtime/clock";
import type { Logger } from "@plumbline/runtime/logger";

/** What a verb receives from its transport: who asks, and the clients that `main.ts` built. */
export interface ServiceContext {
  actor: Actor;
  db: Db;
  clickhouse: ClickHouse;
  clock: Clock;
  /** Also written into audit entries, so that a log line and a change find each other. */
  requestId: string;
  logger: Logger;
}
