import { parseArgs } from "node:util";
import { createTestDatabase, startEngines } from "@plumbline/testing/engines";
import { readNumber } from "../read-number.ts";
import { benchRecompute } from "./bench-recompute.ts";

const usage = `npm run bench:recompute -- [options]
  --spans N   stored calls whose cost is computed anew   (1000000)`;

const { values } = parseArgs({ options: { help: { type: "boolean" }, spans: { type: "string" } } });
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const spans = readNumber("a whole number of at least 1", "spans", values.spans, 1_000_000);

const engines = await startEngines();
let ending: Promise<void> | null = null;
const end = (): Promise<void> => {
  ending ??= engines.stop();
  return ending;
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void end().finally(() => process.exit(130)));
}
try {
  await benchRecompute(await createTestDatabase(engines), spans);
} finally {
  await end();
}
process.exit(0);
