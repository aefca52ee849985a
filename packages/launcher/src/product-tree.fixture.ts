import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = join(dirname(fileURLToPath(import.meta.url)), "../../..");

const files = {
  api: "dist/main.js",
  gateway: "dist/main.js",
  worker: "dist/main.js",
  dashboard: "start.mjs",
} as const;
type App = keyof typeof files;

/**
 * A tree with the real launcher. Apps are stand-ins that answer /ready and follow the contract, unless
 * they are among `real`, which are bundled anew.
 */
export function plantProductTree(root: string, real: ReadonlyArray<Exclude<App, "dashboard">>): void {
  const standIn = join(repository, "packages/launcher/src/fixtures/app.mjs");
  for (const [app, file] of Object.entries(files)) {
    const directory = join(root, "apps", app);
    mkdirSync(join(directory, dirname(file)), { recursive: true });
    cpSync(standIn, join(directory, file));
  }
  for (const app of real) {
    copyBundle(`apps/${app}`, root);
    const own = join(repository, "apps", app, "node_modules");
    if (existsSync(own)) symlinkSync(own, join(root, "apps", app, "node_modules"));
  }
  copyBundle("packages/launcher", root);
  cpSync(join(repository, "prisma"), join(root, "prisma"), { recursive: true });
  cpSync(join(repository, "package.json"), join(root, "package.json"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  mkdirSync(join(root, "apps/dashboard/.next"), { recursive: true });
  writeFileSync(join(root, "apps/dashboard/.next/BUILD_ID"), "1");
}

function copyBundle(from: string, root: string): void {
  execFileSync(process.execPath, ["build.mjs"], { cwd: join(repository, from) });
  cpSync(join(repository, from, "dist"), join(root, from, "dist"), { recursive: true });
}
