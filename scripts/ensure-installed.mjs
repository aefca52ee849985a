// Runs before anything is installed: standard library only.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const minimum = [20, 19];

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return;
  console.error(
    `Plumbline needs Node ${minimum.join(".")} or newer; this is ${process.versions.node}. Install it from nodejs.org and start again.`,
  );
  process.exit(1);
}

/**
 * Installs the versions of package-lock.json, when that has not been done yet. Not `npm ci`: it refuses a
 * lock file that leaves out the optional binaries of platforms which some registries do not mirror.
 */
export function ensureInstalled() {
  const marker = `${root}node_modules/.package-lock.json`;
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs) return;
  console.log("Installing dependencies (the first time this takes a minute or two)");
  const { status } = spawnSync("npm", ["install", "--no-save", "--include=dev", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status === 0) return;
  console.error("npm install failed: check the network and the npm registry, then start again.");
  process.exit(1);
}
