import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChildRecord } from "./data-directory.ts";
import { stopOrphan } from "./postgres-server/stop-orphan.ts";
import { isAlive } from "./process-identity.ts";
import { signalProcess } from "./signal-process.ts";

const patienceMs = 10_000;
const pollMs = 100;

/**
 * After a run that was killed: its processes notice and end by themselves; this waits for them, ends
 * those that hang, and stops a PostgreSQL whose keeper was killed too. Returns their names.
 */
export async function endLeftovers(
  children: readonly ChildRecord[],
  dataDirectory: string,
): Promise<string[]> {
  const alive = () => children.filter(isAlive);
  const leftovers = alive().map(({ name }) => name);
  for (let waitedMs = 0; waitedMs < patienceMs && alive().length > 0; waitedMs += pollMs) await sleep(pollMs);
  for (const { pid } of alive()) signalProcess(pid, "SIGKILL");
  if ((await stopOrphan(join(dataDirectory, "postgres"))) === "stopped" && leftovers.length === 0) {
    leftovers.push("postgres");
  }
  return leftovers;
}
