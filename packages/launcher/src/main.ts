import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PlumblineError } from "@plumbline/contracts/errors";
import { openDataDirectory } from "./data-directory.ts";
import { readLauncherEnv } from "./env.ts";
import { checkNodeVersion } from "./preflight.ts";
import { runProduct } from "./run-product.ts";

/** From dist/main.js as from src/main.ts. */
const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const isDevelopment = process.argv.includes("--dev");

// A terminal that was closed or a full disk behind a redirection must not end us half-way.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

try {
  checkNodeVersion(process.versions.node);
  const env = readLauncherEnv();
  const directory = openDataDirectory(env.PLUMBLINE_DATA_DIR);
  process.on("exit", () => directory.release());
  const wantsDemo = process.argv.includes("--demo");
  await runProduct({ env, directory, root, isDevelopment, wantsDemo });
} catch (error) {
  // What a person can act on is one line; anything else is a defect and needs its trace.
  process.stderr.write(
    `${PlumblineError.isInstance(error) ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
}
