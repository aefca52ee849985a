import { setTimeout as sleep } from "node:timers/promises";
import { createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { createDb } from "@plumbline/db/client";
import { migrateDatabase } from "@plumbline/db/migrate";
import {
  type DemoKeys,
  type DemoResult,
  ensureDemo,
  type InitResult,
  runHeadlessInit,
} from "@plumbline/services/init";
import { cannotStart } from "./data-directory.ts";
import type { LauncherEnv } from "./env.ts";

const retryMs = 500;

/** A server of the user's own may still be starting: waits for it, then says which variable to look at. */
export async function preparePostgres(url: string, patienceMs: number): Promise<string[]> {
  const { applied } = await insist(
    { variable: "DATABASE_URL", url, patienceMs },
    () => migrateDatabase({ url }),
    isUnreachable,
  );
  return applied;
}

export async function prepareClickHouse(
  url: string,
  patienceMs: number,
  cluster: string | undefined,
): Promise<string[]> {
  const clickhouse = createClickHouse({ url });
  try {
    const isAway = (error: unknown) => error instanceof Error && "code" in error && error.code === null;
    const { applied } = await insist(
      { variable: "CLICKHOUSE_URL", url, patienceMs },
      () => migrateClickHouse(clickhouse, cluster === undefined ? {} : { cluster }),
      isAway,
    );
    return applied;
  } finally {
    await clickhouse.close();
  }
}

export async function prepareAccounts(url: string, pepper: string, env: LauncherEnv): Promise<InitResult> {
  const db = createDb({ url, maxConnections: 2 });
  try {
    return await runHeadlessInit({ db, pepper }, env);
  } finally {
    await db.$disconnect();
  }
}

/** What was just made reaches its files now, and not minutes later when nobody expects the disk to fill. */
export async function settlePostgres(url: string): Promise<void> {
  const db = createDb({ url, maxConnections: 1 });
  try {
    await db.$executeRaw`CHECKPOINT`;
  } finally {
    await db.$disconnect();
  }
}

/** The project and the key of --demo. @param known the key of an earlier start, or null */
export async function prepareDemo(url: string, pepper: string, known: DemoKeys | null): Promise<DemoResult> {
  const db = createDb({ url, maxConnections: 2 });
  try {
    return await ensureDemo({ db, pepper }, known);
  } finally {
    await db.$disconnect();
  }
}

async function insist<T>(
  { variable, url, patienceMs }: { variable: string; url: string; patienceMs: number },
  attempt: () => Promise<T>,
  isTemporary: (error: unknown) => boolean,
): Promise<T> {
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTemporary(error)) throw error;
      if (Date.now() > deadlineMs) {
        const reason = error instanceof Error ? error.message : String(error);
        throw cannotStart(
          `${new URL(url).host} does not answer (${reason}): start it, or correct ${variable}.`,
        );
      }
    }
    await sleep(retryMs);
  }
}

/** Connection errors, and the server's own "starting up" and "shutting down". */
function isUnreachable(error: unknown): boolean {
  const codes = ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "57P03", "57P01"];
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
