import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  describeClickHouseEngine,
  describePostgresEngine,
  type RunningChild,
  spawnChild,
} from "@plumbline/launcher/engines";
import { findFreePort } from "@plumbline/testing/free-port";
import { benchQuery } from "./bench-query.ts";
import { ensureDataset, prepareCache } from "./dataset.ts";
import { readBenchDirectory } from "./env.ts";
import { readSettings, usage } from "./settings.ts";

const settings = readSettings(process.argv.slice(2));
if (settings === null) {
  console.log(usage);
  process.exit(0);
}

const cache = readBenchDirectory();
prepareCache(cache, settings.spans);
const scratch = mkdtempSync(join(tmpdir(), "plumbline-bench-"));
chmodSync(scratch, 0o711);
const password = randomBytes(12).toString("hex");
const clickhouse = describeClickHouseEngine({
  directory: join(cache, "clickhouse"),
  port: await findFreePort(),
  password,
});
const postgres = describePostgresEngine({
  directory: join(scratch, "postgres"),
  port: await findFreePort(),
  password,
});
const children: RunningChild[] = [clickhouse, postgres].map(({ spec }) => spawnChild(spec, () => undefined));

let ending: Promise<void> | null = null;
const end = (): Promise<void> => {
  ending ??= Promise.all(children.map((child) => child.stop())).then(() =>
    rmSync(scratch, { recursive: true, force: true }),
  );
  return ending;
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void end().finally(() => process.exit(130)));
}
try {
  await Promise.all(children.map((child) => child.ready));
  const seconds = await ensureDataset(clickhouse.url, cache, settings.spans);
  if (seconds !== null)
    console.log(`Generated ${settings.spans.toLocaleString("en")} spans in ${seconds.toFixed(0)} s.`);
  await benchQuery({ clickhouseUrl: clickhouse.url, databaseUrl: postgres.url }, cache, settings);
} finally {
  await end();
}
process.exit(0);
