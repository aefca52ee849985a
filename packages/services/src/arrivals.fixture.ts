import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { afterAll, beforeAll, inject } from "vitest";
import type { ServiceContext } from "./context.ts";
import { contextOf, createTenants, freshDatabase } from "./tenancy.fixture.ts";

/** A span as it arrived. */
interface Arrival {
  traceId: string;
  spanId?: string;
  /** ISO-8601 UTC; it began a second before unless it says otherwise. */
  receivedAt: string;
  startedAt?: string;
  source?: string;
  service?: string;
  user?: string;
  unpriced?: boolean;
  version?: number;
}

export interface ArrivalStage {
  /** A viewer's, and that of somebody who belongs to nothing. */
  ctx: ServiceContext;
  stranger: ServiceContext;
  projectId: string;
  store: (spans: Arrival[], project?: string) => Promise<void>;
  refuse: (receivedAt: string, code: string, reason: string, project?: string) => Promise<void>;
}

/** Engines with a database of their own for the suite that calls this. */
export function setUpArrivals(): () => ArrivalStage {
  let clickhouse: ClickHouse;
  let stage: ArrivalStage;
  beforeAll(async () => {
    const { db } = await freshDatabase();
    const url = new URL(inject("clickhouseUrl"));
    url.pathname = `/arrivals_${randomUUID().slice(0, 8)}`;
    clickhouse = createClickHouse({ url: url.href });
    await migrateClickHouse(clickhouse);
    const tenants = await createTenants(db);
    const data = { organizationId: tenants.home.id, name: "arrivals" };
    const { id: projectId } = await db.project.create({ data });
    stage = {
      ctx: { ...contextOf(db, tenants.users.viewer), clickhouse },
      stranger: { ...contextOf(db, tenants.users.stranger), clickhouse },
      projectId,
      store: (spans, project = projectId) => store(clickhouse, spans, project),
      refuse: (receivedAt, code, reason, project = projectId) =>
        clickhouse.command(`INSERT INTO dead_letter_arrivals
          (project_id, received_at, event_id, source, stage, code, reason)
          VALUES ('${project}', '${clickHouseTime(receivedAt)}', '${randomUUID()}', 'langfuse', 'accept',
            '${code}', '${reason}')`),
    };
  });
  afterAll(async () => {
    await clickhouse.close();
    await stage.ctx.db.$disconnect();
  });
  return () => stage;
}

const clickHouseTime = (iso: string) => iso.replace("T", " ").replace("Z", "");

async function store(clickhouse: ClickHouse, spans: Arrival[], project: string): Promise<void> {
  const rows = spans.map((span) => {
    const startedAt = span.startedAt ?? new Date(Date.parse(span.receivedAt) - 1_000).toISOString();
    const times = [startedAt, startedAt, span.receivedAt].map((time) => `'${clickHouseTime(time)}'`);
    return `('${project}', '${span.traceId}', '${span.spanId ?? "s"}', ${times.join(", ")}, 'GENERATION', 'call',
      'DEFAULT', true, ${span.unpriced ? "7" : "NULL"}, '${span.source ?? "otlp"}', '${span.service ?? ""}',
      'scope', '${span.user ?? ""}', ${span.version ?? 1})`;
  });
  await clickhouse.command(`INSERT INTO spans (project_id, trace_id, span_id, start_time, end_time, received_at,
    kind, name, level, billable, input_tokens, source, service_name, scope_name, user_id, row_version)
    VALUES ${rows.join(", ")}`);
}
