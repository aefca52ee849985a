import type { TestProject } from "vitest/node";
import { startEngines } from "./engines.ts";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
    clickhouseUrl: string;
  }
}

/** Starts the engines once for all integration tests of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engines = await startEngines();
  project.provide("databaseUrl", engines.databaseUrl);
  project.provide("clickhouseUrl", engines.clickhouseUrl);
  return () => engines.stop();
}
