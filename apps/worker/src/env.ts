import { envPort, envUrl, parseEnvOrExit, processEnv } from "@plumbline/runtime/env";
import { z } from "zod";

const schema = z.object({
  ...processEnv,
  /** Health and metrics. */
  WORKER_PORT: envPort(3004),
  WORKER_HOST: z.string().default("0.0.0.0"),
  DATABASE_URL: envUrl(["postgres", "postgresql"]),
  CLICKHOUSE_URL: envUrl(["http", "https"]),
  /** Jobs live in PostgreSQL unless this names a Redis or Valkey. */
  REDIS_URL: envUrl(["redis", "rediss"]).optional(),
});

export type WorkerEnv = z.output<typeof schema>;

export function readEnv(): WorkerEnv {
  return parseEnvOrExit(schema);
}
