import { resolve } from "node:path";
import { envInteger, envPort, envUrl, parseEnv, processEnv } from "@plumbline/runtime/env";
import { initEnv } from "@plumbline/services/init";
import { z } from "zod";

const secret = z.string({ error: "a secret of at least 16 characters" }).min(16).optional();

const schema = z.object({
  ...processEnv,
  ...initEnv,
  DASHBOARD_PORT: envPort(3000),
  API_PORT: envPort(3001),
  GATEWAY_PORT: envPort(3002),
  WORKER_PORT: envPort(3004),
  /** OTLP over gRPC; 0 or an empty value switches it off. */
  OTLP_GRPC_PORT: envInteger({ min: 0, max: 65_535, default: 4317 }),
  EMBEDDED_POSTGRES_PORT: envPort(3005),
  EMBEDDED_CLICKHOUSE_PORT: envPort(3006),
  PLUMBLINE_DATA_DIR: z.string().default(".plumbline"),
  DATABASE_URL: envUrl(["postgres", "postgresql"]).optional(),
  CLICKHOUSE_URL: envUrl(["http", "https"]).optional(),
  /** Creates tables on every node of this cluster, replicated. */
  CLICKHOUSE_CLUSTER: z.string().optional(),
  REDIS_URL: envUrl(["redis", "rediss"]).optional(),
  /** Pools and keys of the gateway; it belongs to the project of the headless init, else to the first one. */
  GATEWAY_CONFIG_FILE: z.string().optional(),
  /** These three are made up and kept in the data directory when they are not given. */
  NEXTAUTH_SECRET: secret,
  PLUMBLINE_KEY_PEPPER: secret,
  EMBEDDED_CLICKHOUSE_MEMORY_BYTES: z.coerce
    .number()
    .int()
    .min(512 * 1024 ** 2, "at least 536870912")
    .optional(),
  /** How long a start waits for servers of the user's own to come up. */
  PLUMBLINE_WAIT_FOR_SERVERS_MS: envInteger({ min: 0, max: 3_600_000, default: 30_000 }),
  /** How people and SDKs reach this machine; by default as localhost. */
  NEXTAUTH_URL: envUrl(["http", "https"]).optional(),
  PLUMBLINE_API_URL: envUrl(["http", "https"]).optional(),
  PLUMBLINE_GATEWAY_URL: envUrl(["http", "https"]).optional(),
});

export type LauncherEnv = z.output<typeof schema>;

/** Throws one line that names every wrong variable. Relative paths start where the user is. */
export function readLauncherEnv(): LauncherEnv {
  const env = parseEnv(schema);
  return {
    ...env,
    ...(process.env.OTLP_GRPC_PORT === "" ? { OTLP_GRPC_PORT: 0 } : {}),
    PLUMBLINE_DATA_DIR: fromUser(env.PLUMBLINE_DATA_DIR),
    ...(env.GATEWAY_CONFIG_FILE === undefined
      ? {}
      : { GATEWAY_CONFIG_FILE: fromUser(env.GATEWAY_CONFIG_FILE) }),
  };
}

function fromUser(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** What apps inherit besides what the launcher decides; the first credentials are not theirs to see. */
export function inheritedAppEnv(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith("PLUMBLINE_INIT_") && !name.startsWith("npm_"),
    ),
  );
}
