import { tmpdir } from "node:os";
import { createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { createDb } from "@plumbline/db/client";
import { systemClock } from "@plumbline/runtime/clock";
import { createLogger } from "@plumbline/runtime/logger";
import type { ServiceContext } from "@plumbline/services/context";
import { createCustomPrice } from "@plumbline/services/custom-price";
import { requestPriceRecompute, runPriceRecompute } from "@plumbline/services/price-recompute";
import type { TestDatabase } from "@plumbline/testing/engines";
import { z } from "zod";
import { describeMachine } from "../ingest/machine.ts";
import { printTable } from "../ingest/report.ts";

const project = "bench";
const startMs = Date.parse("2026-11-01T00:00:00Z");
const dayMs = 86_400_000;

const totals = defineQuery({
  name: "bench.totals",
  params: z.object({}),
  row: z.object({ spans: z.number(), cost: z.string().nullable(), expected: z.string() }),
  sql: `SELECT count() AS spans, toString(sum(cost)) AS cost,
      toString(sum(toDecimal128((input_tokens - cache_read_tokens) * 3 + cache_read_tokens + output_tokens * 15, 12))
        / 1000000) AS expected
    FROM spans FINAL WHERE project_id = '${project}'`,
});

/** A day of calls as ingestion stores them, priced before and to be priced otherwise. */
function insertSpans(from: number, count: number, perSpanUs: number): string {
  return `INSERT INTO spans (project_id, trace_id, span_id, start_time, end_time, kind, name, level, source,
      provider, model_used, input_tokens, output_tokens, total_tokens, cache_read_tokens, usage_details,
      usage_source, cost, input_cost, output_cost, cost_details, cost_source, rate_card_id, billable,
      billable_reason, input_preview, output_preview, metadata, received_at, row_version)
    SELECT '${project}', hex(sipHash128(intDiv(number, 10))), hex(sipHash64(number)),
      fromUnixTimestamp64Micro(toInt64(${startMs * 1_000}) + toInt64(number * ${perSpanUs}), 'UTC') AS at,
      at + INTERVAL 2 SECOND, 'GENERATION', 'chat', 'DEFAULT', 'otlp', 'openai', 'gpt-4o-2024-08-06',
      1000 + number % 5000 AS input_tokens, 100 + number % 700 AS output_tokens,
      input_tokens + output_tokens, number % 900 AS cache_read_tokens,
      map('input', input_tokens, 'output', output_tokens, 'input_cached_tokens', cache_read_tokens),
      'provider', 0.01, 0.005, 0.005, map('total', toDecimal64(0.01, 12)), 'computed', 'stale', true, 'leaf',
      repeat('What is the weather in Paris? ', 6), repeat('Rainy. ', 28), map('plan', 'free'), at,
      toUInt64(number + 1) * 4096
    FROM numbers(${from}, ${count})`;
}

export async function benchRecompute(database: TestDatabase, spans: number): Promise<void> {
  const db = createDb({ url: database.databaseUrl });
  const clickhouse = createClickHouse({ url: database.clickhouseUrl, requestTimeoutMs: 15 * 60_000 });
  const logger = createLogger({ name: "bench", level: "silent" });
  const actor = { type: "system", name: "bench" } as const;
  const ctx: ServiceContext = { actor, db, clickhouse, clock: systemClock, requestId: "bench", logger };
  printTable(
    "Machine",
    describeMachine(tmpdir()).map(([label, value]) => ({ label, value })),
  );
  const { id: organizationId } = await db.organization.create({ data: { name: "Bench" } });
  await db.project.create({ data: { id: project, organizationId, name: "Bench" } });
  const perSpanUs = Math.floor((dayMs * 1_000) / spans);
  const block = 100_000;
  for (let from = 0; from < spans; from += block) {
    await clickhouse.command(insertSpans(from, Math.min(block, spans - from), perSpanUs));
  }
  await createCustomPrice(ctx, {
    projectId: project,
    modelPattern: "gpt-4o*",
    provider: null,
    prices: { input: "3", cacheRead: "1", output: "15" },
    validFrom: new Date(startMs),
  });
  const range = { from: new Date(startMs), to: new Date(startMs + dayMs) };
  const { id } = await requestPriceRecompute(ctx, { projectId: project, ...range });
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const ended = await runPriceRecompute(ctx, { recomputeId: id }, { settleMs: 0 });
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const [row] = await clickhouse.query(totals, {});
  const done = await db.priceRecompute.findUnique({ where: { id } });
  printTable("Recompute", [
    { label: "Ended", value: ended },
    { label: "Calls", value: spans.toLocaleString("en") },
    { label: "Costs changed", value: (done?.spansChanged ?? 0).toLocaleString("en") },
    { label: "Seconds", value: seconds.toFixed(1) },
    { label: "Calls a second", value: Math.round(spans / seconds).toLocaleString("en") },
    { label: "CPU of the worker, seconds", value: ((user + system) / 1e6).toFixed(1) },
    { label: "Sum of costs, USD", value: row?.cost ?? "unknown" },
    { label: "Sum by hand, USD", value: row?.expected ?? "" },
  ]);
  await clickhouse.close();
  await db.$disconnect();
}
