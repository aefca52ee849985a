import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { gatewayConfig } from "@plumbline/contracts/gateway-config";
import type { Product } from "@plumbline/testing/product";
import type { z } from "zod";
import { type ClickHouseHttp, openClickHouseHttp } from "../ingest/clickhouse-http.ts";
import { cpuSeconds } from "../ingest/process-usage.ts";
import type { Hop } from "./hops.ts";
import type { Target } from "./load-part.ts";
import { treeCpuSeconds, treeResidentBytes } from "./process-tree.ts";

type ConfigInput = z.input<typeof gatewayConfig>;
export type PoolInput = ConfigInput["pools"][number];

const gatewayKey = "sk-bench-gateway";

/** The product's own gateway, with its journal and its way into ClickHouse. */
export interface ServedGateway {
  target: Target;
  clickhouse: ClickHouseHttp;
  /** Serves these pools and no others from when this resolves. */
  serve(pools: PoolInput[]): Promise<void>;
  /** Everything recorded is in ClickHouse. */
  drained(): Promise<void>;
  clickhouseCpuSeconds(): number;
  residentBytes(): number;
  asHop(): Hop;
}

/** What the file says before the first part. */
export function writeDocument(file: string, pools: PoolInput[]): void {
  const document: ConfigInput = { keys: [{ key: gatewayKey }], pools };
  writeFileSync(file, JSON.stringify(document));
}

export function openServedGateway(product: Product, file: string): ServedGateway {
  const pid = product.pidOf("gateway");
  const clickhousePid = product.pidOf("clickhouse");
  const headers = { authorization: `Bearer ${gatewayKey}` };
  let swaps = 0;
  const target = { url: `${product.gatewayUrl}/v1/chat/completions`, headers };
  const drained = (): Promise<void> => untilDrained(product.gatewayUrl);
  return {
    target,
    clickhouse: openClickHouseHttp(product.clickhouseUrl),
    async serve(pools) {
      swaps += 1;
      // A pool that nobody asks, by whose name the new document is told from the one before.
      const mark = `swap-${swaps}`;
      const url = pools[0]?.replicas[0]?.url ?? product.gatewayUrl;
      writeDocument(file, [...pools, { name: mark, replicas: [{ url }], auto: false }]);
      for (let tries = 0; ; tries += 1) {
        const page = await (await fetch(`${product.gatewayUrl}/v1/models`, { headers })).text();
        if (page.includes(`"${mark}"`)) break;
        if (tries > 100) throw new Error(`The gateway does not take the new pools: ${page}`);
        await sleep(100);
      }
      // The other workers hear of it in the same moment, but not in the same millisecond.
      await sleep(500);
    },
    drained,
    clickhouseCpuSeconds: () => cpuSeconds(clickhousePid),
    residentBytes: () => treeResidentBytes(pid),
    asHop: () => ({
      name: "gateway",
      target,
      cpuSeconds: () => treeCpuSeconds(pid),
      settled: drained,
      close: () => Promise.resolve(),
    }),
  };
}

const settleMs = 300_000;
/** A page of metrics costs the gateway as much as dozens of calls, and is on its account. */
const lookMs = 500;

async function untilDrained(gatewayUrl: string): Promise<void> {
  const endsAt = Date.now() + settleMs;
  for (let quiet = 0; quiet < 2; ) {
    const text = await (await fetch(`${gatewayUrl}/metrics`)).text();
    const left =
      sumOf(text, "plumbline_gateway_calls_in_flight") + sumOf(text, "plumbline_journal_backlog_rows");
    quiet = left === 0 ? quiet + 1 : 0;
    if (Date.now() > endsAt) throw new Error(`The gateway still has ${left} calls and rows to do.`);
    await sleep(lookMs);
  }
}

function sumOf(page: string, name: string): number {
  const values = page.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "gm"));
  let found = false;
  let total = 0;
  for (const [, value] of values) {
    found = true;
    total += Number(value);
  }
  if (!found) throw new Error(`The gateway has no metric ${name}.`);
  return total;
}
