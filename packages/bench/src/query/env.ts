import { resolve } from "node:path";

/** Where generated data is kept from run to run. */
export function readBenchDirectory(): string {
  return resolve(process.env.PLUMBLINE_BENCH_DIR ?? ".plumbline-bench");
}
