import { envUrl, parseEnvOrExit, processEnv } from "@plumbline/runtime/env";
import { initEnv } from "@plumbline/services/init";
import { z } from "zod";

const schema = z.object({
  ...processEnv,
  ...initEnv,
  DATABASE_URL: envUrl(["postgres", "postgresql"]),
  CLICKHOUSE_URL: envUrl(["http", "https"]),
  /** Creates tables on every node of this cluster, replicated. */
  CLICKHOUSE_CLUSTER: z.string().optional(),
  PLUMBLINE_KEY_PEPPER: z.string({ error: "a secret of at least 16 characters" }).min(16),
});

export type MigrateEnv = z.output<typeof schema>;

export function readEnv(): MigrateEnv {
  return parseEnvOrExit(schema);
}

/** Nothing is created unless a variable asks for it: a server gets no demo account by accident. */
export function asksForInit(env: MigrateEnv): boolean {
  return Object.keys(initEnv).some((name) => Object.hasOwn(env, name));
}
