import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClickHouse } from "@plumbline/clickhouse/client";
import { type ClickHouseHttp, openClickHouseHttp } from "./clickhouse-http.ts";
import { type CpuReading, cpuBetween, readCpu } from "./process-usage.ts";

export interface YardstickRun {
  clickhouseUrl: string;
  pids: { api: number; clickhouse: number };
  directory: string;
  maxRows: number;
  rowsPerSecond: number;
}

export interface YardstickResult {
  rows: number;
  batches: number;
  bytesPerRow: number;
  /** Client is this process. */
  cpu: CpuReading;
}

const tables = ["spans", "span_io"] as const;
const copyOf = (table: string): string => `bench_${table}`;
const wide = { spans: "received_at, trace_id, start_time", span_io: "trace_id, start_time" } as const;

interface Range {
  fromUs: string;
  toUs: string;
  rows: number;
}

/** Cuts what the product inserted into batches as large as its own were, by time of arrival. */
async function planBatches(http: ClickHouseHttp, maxRows: number): Promise<Range[]> {
  const [total = "0"] = await http.column("SELECT count() FROM spans");
  // Every insert of a partition makes one block, and merged parts remember the highest.
  const [inserts = "1"] = await http.column(
    "SELECT sum(blocks) FROM (SELECT max(max_block_number) - min(min_block_number) + 1 AS blocks FROM system.parts WHERE table = 'spans' AND database = currentDatabase() AND active)",
  );
  const batchRows = Math.max(500, Number(total) / Math.max(1, Number(inserts)));
  const arrivals = await http.bytes(
    "SELECT toUnixTimestamp64Micro(received_at), count() FROM spans GROUP BY received_at ORDER BY received_at FORMAT TSV",
  );
  const ranges: Range[] = [];
  let planned = 0;
  let open: Range | null = null;
  for (const line of arrivals.toString("utf8").trimEnd().split("\n")) {
    const [atUs = "0", count = "0"] = line.split("\t");
    if (planned >= maxRows) break;
    open ??= { fromUs: atUs, toUs: atUs, rows: 0 };
    open.toUs = atUs;
    open.rows += Number(count);
    planned += Number(count);
    if (open.rows < batchRows) continue;
    ranges.push(open);
    open = null;
  }
  if (open) ranges.push(open);
  return ranges;
}

/** Reads every batch back as RowBinary, in about the order of arrival, into files. */
async function dump(http: ClickHouseHttp, ranges: readonly Range[], directory: string): Promise<number> {
  let bytes = 0;
  for (const [number, { fromUs, toUs }] of ranges.entries()) {
    const arrived = `received_at BETWEEN fromUnixTimestamp64Micro(${fromUs}) AND fromUnixTimestamp64Micro(${toUs})`;
    const keys = `SELECT project_id, start_time, trace_id, span_id FROM spans WHERE ${arrived}`;
    for (const table of tables) {
      const where = table === "spans" ? arrived : `(project_id, start_time, trace_id, span_id) IN (${keys})`;
      const rows = await http.bytes(
        `SELECT * FROM ${table} WHERE ${where} ORDER BY ${wide[table]} FORMAT RowBinary`,
      );
      writeFileSync(join(directory, `${table}-${number}.bin`), rows);
      bytes += rows.length;
    }
  }
  return bytes;
}

/**
 * The very rows of the product, inserted straight into copies of its tables through the same client, in
 * batches of the same size and at the same rate: what storing them costs anybody.
 */
export async function runYardstick(run: YardstickRun): Promise<YardstickResult> {
  const http = openClickHouseHttp(run.clickhouseUrl);
  const clickhouse = createClickHouse({ url: run.clickhouseUrl });
  try {
    const ranges = await planBatches(http, run.maxRows);
    const bytes = await dump(http, ranges, run.directory);
    const columns = new Map<string, string[]>();
    for (const table of tables) {
      await clickhouse.command(`CREATE TABLE ${copyOf(table)} AS ${table}`);
      const names = `SELECT name FROM system.columns WHERE table = '${table}' AND database = currentDatabase() ORDER BY position`;
      columns.set(table, await http.column(names));
    }
    await http.untilMerged();
    const before = readCpu(run.pids);
    const startedAt = performance.now();
    let rows = 0;
    for (const [number, range] of ranges.entries()) {
      const waitMs = startedAt + (rows / run.rowsPerSecond) * 1000 - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      for (const table of tables) {
        const file = readFileSync(join(run.directory, `${table}-${number}.bin`));
        await clickhouse.insertRowBinary(copyOf(table), columns.get(table) ?? [], file, {
          token: `bench-${table}-${number}`,
        });
      }
      rows += range.rows;
    }
    await http.untilMerged();
    const cpu = cpuBetween(before, readCpu(run.pids));
    const [stored] = await http.column(`SELECT count() FROM ${copyOf("spans")}`);
    if (Number(stored) !== rows) throw new Error(`The yardstick stored ${stored} of ${rows} rows.`);
    return { rows, batches: ranges.length, bytesPerRow: bytes / rows, cpu };
  } finally {
    await clickhouse.close();
  }
}
