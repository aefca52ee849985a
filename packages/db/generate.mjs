// Generates the Prisma client into src/generated; does nothing when it is up to date.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";

const repositoryRoot = fileURLToPath(new URL("../..", import.meta.url));
const generatedDirectory = fileURLToPath(new URL("./src/generated", import.meta.url));
const stampFile = join(generatedDirectory, ".stamp");

const require = createRequire(import.meta.url);
const prismaManifestFile = require.resolve("prisma/package.json");
const prismaManifest = JSON.parse(readFileSync(prismaManifestFile, "utf8"));

const stamp = createHash("sha256")
  .update(prismaManifest.version)
  .update(readFileSync(join(repositoryRoot, "prisma/schema.prisma")))
  .digest("hex");

if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) {
  execFileSync(process.execPath, [join(prismaManifestFile, "..", prismaManifest.bin.prisma), "generate"], {
    cwd: repositoryRoot,
    stdio: ["ignore", "ignore", "inherit"],
    // Generating needs no schema engine: naming any executable keeps the CLI from downloading one.
    env: {
      ...env,
      PRISMA_SCHEMA_ENGINE_BINARY: env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  });
  writeFileSync(stampFile, stamp);
}
