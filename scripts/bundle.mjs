// The one recipe for what runs in production: one bundle per entry, @plumbline/* inside, the rest external.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles a package into its dist. Every file that is started by its own path, a worker thread or a
 * child process, has to be an entry.
 * @param entries name under dist, without extension, to source relative to the package
 */
export async function bundle(packageDirectory, entries) {
  rmSync(join(packageDirectory, "dist"), { recursive: true, force: true });
  await build({
    absWorkingDir: packageDirectory,
    entryPoints: entries,
    outdir: "dist",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
    plugins: [keepExternal],
  });
}

const keepExternal = {
  name: "keep-external",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || path.startsWith("@plumbline/") ? undefined : { path, external: true },
    );
  },
};
