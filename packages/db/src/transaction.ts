import type { Db } from "./client.ts";
import { toPlumblineError } from "./errors.ts";

export type Transaction = Parameters<Parameters<Db["$transaction"]>[0]>[0];

/** Runs the writes of one verb: all of them happen, or none. Keep network calls and hashing outside. */
export async function runTransaction<T>(db: Db, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await db.$transaction(work, { maxWait: 5_000, timeout: 10_000 });
  } catch (error) {
    throw toPlumblineError(error);
  }
}
