import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProduct } from "@plumbline/testing/product";
import { benchIngest } from "./bench-ingest.ts";
import { readSettings, usage } from "./settings.ts";

const settings = readSettings(process.argv.slice(2));
if (settings === null) {
  console.log(usage);
  process.exit(0);
}

// The disk that people keep data on, not a memory file system; PostgreSQL runs as another user.
const directory = mkdtempSync(join(tmpdir(), "plumbline-bench-"));
chmodSync(directory, 0o711);
const scratch = join(directory, "scratch");
mkdirSync(scratch);
const dataDir = join(directory, "data");
const product = await startProduct({ dataDir }).catch((error: unknown) => {
  rmSync(directory, { recursive: true, force: true });
  throw error;
});

let ending: Promise<void> | null = null;
const end = (): Promise<void> => {
  ending ??= product.stop().then(() => rmSync(directory, { recursive: true, force: true }));
  return ending;
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void end().finally(() => process.exit(130)));
}
try {
  await benchIngest(product, settings, { scratch, dataDir });
} finally {
  await end();
}
process.exit(0);
