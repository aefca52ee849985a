import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";

export interface HomeStage {
  /** A viewer's. */
  ctx: ServiceContext;
  tenants: Awaited<ReturnType<typeof createTenants>>;
  /** Of an empty project, another one in each test. */
  projectId: string;
  insert: (spans: TestSpan[]) => Promise<void>;
  /** The hour that begins then. */
  hour: (from: string) => { projectId: string; fromMs: number; toMs: number; zone: string };
}

/** Engines with a database of their own for the suite that calls this. */
export function setUpHome(): () => HomeStage {
  let clickhouse: ClickHouse;
  let stage: HomeStage;
  beforeAll(async () => {
    const { db } = await freshDatabase();
    const url = new URL(inject("clickhouseUrl"));
    url.pathname = `/home_${randomUUID().slice(0, 8)}`;
    clickhouse = createClickHouse({ url: url.href });
    await migrateClickHouse(clickhouse);
    const tenants = await createTenants(db);
    const ctx = { ...contextOf(db, tenants.users.viewer), clickhouse };
    stage = {
      ctx,
      tenants,
      projectId: "",
      insert: (spans) => insert(clickhouse, stage.projectId, spans),
      hour: (from) => ({
        projectId: stage.projectId,
        fromMs: Date.parse(from),
        toMs: Date.parse(from) + 3_600_000,
        zone: "UTC",
      }),
    };
  });
  afterAll(async () => {
    await clickhouse.close();
    await stage.ctx.db.$disconnect();
  });
  beforeEach(async () => {
    const data = { organizationId: stage.tenants.home.id, name: randomUUID() };
    ({ id: stage.projectId } = await stage.ctx.db.project.create({ data }));
  });
  return () => stage;
}

interface TestSpan {
  at: string;
  traceId?: string;
  spanId?: string;
  kind?: string;
  latencyMs?: number;
  firstTokenMs?: number;
  error?: string;
  environment?: string;
  model?: string;
  input?: number;
  output?: number;
  cached?: number;
  reasoning?: number;
  cost?: string;
  billable?: boolean;
  version?: number;
  deleted?: boolean;
}

const time = (iso: string, plusMs: number | undefined) =>
  plusMs === undefined
    ? "NULL"
    : `parseDateTime64BestEffort('${iso}', 6, 'UTC') + toIntervalMicrosecond(${Math.round(plusMs * 1000)})`;

async function insert(clickhouse: ClickHouse, projectId: string, spans: TestSpan[]): Promise<void> {
  const rows = spans.map(
    (span) => `('${projectId}', '${span.traceId ?? randomUUID()}', '${span.spanId ?? randomUUID()}',
      ${time(span.at, 0)}, ${time(span.at, span.latencyMs)}, ${time(span.at, span.firstTokenMs)},
      '${span.kind ?? "GENERATION"}', '${span.error === undefined ? "DEFAULT" : "ERROR"}', '${span.error ?? ""}',
      '${span.environment ?? "default"}', '${span.model ?? ""}', ${span.input ?? null}, ${span.output ?? null},
      ${span.cached ?? null}, ${span.reasoning ?? null}, ${span.cost ?? null}, ${span.billable ?? true},
      ${span.version ?? 1}, ${span.deleted ? 1 : 0})`,
  );
  await clickhouse.command(
    `INSERT INTO spans (project_id, trace_id, span_id, start_time, end_time, completion_start_time, kind, level,
      error_class, environment, model_used, input_tokens, output_tokens, cache_read_tokens, reasoning_tokens,
      cost, billable, row_version, is_deleted) VALUES ${rows.join(", ")}`,
  );
}
