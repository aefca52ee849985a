// Prisma's client is generated, not committed; type checks and tests need it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export function ensureGenerated() {
  const script = fileURLToPath(new URL("../packages/db/generate.mjs", import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: "inherit" });
  if (status !== 0) {
    console.error("Could not generate the database client: see the lines above.");
    process.exit(1);
  }
}
