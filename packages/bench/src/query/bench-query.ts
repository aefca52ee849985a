import { type ClickHouse, createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { createDb } from "@plumbline/db/client";
import { migrateDatabase } from "@plumbline/db/migrate";
import type { Clock } from "@plumbline/runtime/clock";
import { createLogger } from "@plumbline/runtime/logger";
import type { ServiceContext } from "@plumbline/services/context";
import { z } from "zod";
import { describeMachine } from "../ingest/machine.ts";
import { printTable } from "../ingest/report.ts";
import { anchorMs, days, mainProject } from "./dataset-sql.ts";
import { homeCases } from "./home-cases.ts";
import { startInserter } from "./inserter.ts";
import { measure, printHead, printMeasured } from "./measure.ts";
import type { Settings } from "./settings.ts";
import { type Samples, traceCases } from "./trace-cases.ts";

const week = { fromUs: (anchorMs - 7 * 86_400_000) * 1_000, toUs: anchorMs * 1_000 };

/** The same in every run: how fast this machine reads now. */
const rawQuery = defineQuery({
  name: "bench.raw",
  params: z.object({ projectId: z.string(), fromUs: z.number(), toUs: z.number() }),
  row: z.object({ spans: z.number(), tokens: z.number() }),
  sql: `SELECT count() AS spans, sum(total_tokens) AS tokens FROM spans
    WHERE project_id = {projectId:String}
      AND start_time >= fromUnixTimestamp64Micro({fromUs:Int64}, 'UTC')
      AND start_time < fromUnixTimestamp64Micro({toUs:Int64}, 'UTC')`,
});

/** Time goes on from the moment at which the data ends, whenever the bench runs. */
function clockFromAnchor(): Clock {
  const startedAt = performance.now();
  const nowMs = () => anchorMs + Math.floor(performance.now() - startedAt);
  return { nowMs, nowUs: () => nowMs() * 1_000 };
}

export interface BenchEngines {
  clickhouseUrl: string;
  databaseUrl: string;
}

export async function benchQuery(engines: BenchEngines, cache: string, settings: Settings): Promise<void> {
  await migrateDatabase({ url: engines.databaseUrl });
  const db = createDb({ url: engines.databaseUrl });
  const clickhouse = createClickHouse({ url: engines.clickhouseUrl });
  const clock = clockFromAnchor();
  const logger = createLogger({ name: "bench", level: "silent" });
  const actor = { type: "system", name: "bench" } as const;
  const ctx: ServiceContext = { actor, db, clickhouse, clock, requestId: "bench", logger };
  const inserter = startInserter(clickhouse, clock, settings.spansPerSecond);
  try {
    const { id: organizationId } = await db.organization.create({ data: { name: "Bench" } });
    await db.project.create({ data: { id: mainProject, organizationId, name: "Bench" } });
    printTable(
      "Machine",
      describeMachine(cache).map(([label, value]) => ({ label, value })),
    );
    printTable("Data", await describeData(clickhouse));
    const raw = async () => {
      await clickhouse.query(rawQuery, { projectId: mainProject, ...week });
    };
    const cases = [...traceCases(ctx, await findSamples(clickhouse)), ...homeCases(ctx)];
    const chosen = cases.filter(({ name }) => name.includes(settings.only));
    const nameWidth = Math.max(...chosen.map(({ name }) => name.length));
    console.log(`\n${settings.repetitions} repetitions, ${settings.spansPerSecond} spans/s coming in beside`);
    printHead(nameWidth);
    for (const one of chosen) printMeasured(await measure(one, settings.repetitions, raw), nameWidth);
    console.log(
      `  raw: count and sum over 7 days, no FINAL. Came in beside: ${inserter.insertedSpans} spans`,
    );
  } finally {
    await inserter.stop();
    await Promise.all([clickhouse.close(), db.$disconnect()]);
  }
}

const describeQuery = defineQuery({
  name: "bench.describe",
  params: z.object({}),
  row: z.object({ table: z.string(), rows: z.number(), parts: z.number(), bytes: z.number() }),
  sql: `SELECT table, sum(rows) AS rows, count() AS parts, sum(bytes_on_disk) AS bytes FROM system.parts
    WHERE database = currentDatabase() AND active AND table IN ('spans', 'span_io') GROUP BY table ORDER BY table`,
});

const supersededQuery = defineQuery({
  name: "bench.superseded",
  params: z.object({}),
  row: z.object({ spans: z.number(), superseded: z.number(), ours: z.number() }),
  sql: `SELECT countIf(row_version = 1) AS spans, countIf(row_version = 2) AS superseded,
    countIf(row_version = 1 AND project_id = '${mainProject}') AS ours FROM spans`,
});

async function describeData(clickhouse: ClickHouse): Promise<Array<{ label: string; value: string }>> {
  const tables = await clickhouse.query(describeQuery, {});
  const [counts] = await clickhouse.query(supersededQuery, {});
  const { spans = 0, superseded = 0, ours = 0 } = counts ?? {};
  const percent = (part: number) => `${((part / spans) * 100).toFixed(0)} %`;
  return [
    { label: "Spans", value: `${spans.toLocaleString("en")} over ${days} days` },
    { label: "In one project", value: percent(ours) },
    { label: "Superseded, unmerged", value: percent(superseded) },
    ...tables.map(({ table, rows, parts, bytes }) => ({
      label: table,
      value: `${rows.toLocaleString("en")} rows in ${parts} parts, ${(bytes / 2 ** 30).toFixed(2)} GiB`,
    })),
  ];
}

const samplesQuery = defineQuery({
  name: "bench.samples",
  params: z.object({ projectId: z.string(), fromUs: z.number(), toUs: z.number() }),
  row: z.object({ bigTraceId: z.string(), singleWord: z.string() }),
  sql: `SELECT argMax(trace_id, number) AS bigTraceId, any(span) AS singleWord FROM (
      SELECT trace_id, count() AS number, any(span_id) AS span FROM spans
      WHERE project_id = {projectId:String} AND start_time >= fromUnixTimestamp64Micro({fromUs:Int64}, 'UTC')
        AND start_time < fromUnixTimestamp64Micro({toUs:Int64}, 'UTC')
      GROUP BY trace_id ORDER BY trace_id)`,
});

async function findSamples(clickhouse: ClickHouse): Promise<Samples> {
  const [found] = await clickhouse.query(samplesQuery, { projectId: mainProject, ...week });
  if (found === undefined) throw new Error("There is no data.");
  // Numbers 2 and 199,001 of the vocabulary.
  return { ...found, commonWord: "lo", rareWord: "kaweljortaslo", absentWord: "zzyzxqv" };
}
