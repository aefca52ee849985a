import { Worker, type WorkerOptions } from "node:worker_threads";

/** From source a thread needs a TypeScript loader of its own, which it cannot inherit; a bundle needs none. */
export function startThread(entry: URL, options: WorkerOptions): Worker {
  if (!entry.pathname.endsWith(".ts")) return new Worker(entry, options);
  const bootstrap = `import("tsx/esm/api").then(({ register }) => {
    register();
    return import(${JSON.stringify(entry.href)});
  });`;
  return new Worker(bootstrap, { ...options, eval: true, execArgv: [] });
}
