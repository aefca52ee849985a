import { totalmem } from "node:os";
import { z } from "zod";

const gibibyte = 1024 ** 3;

const schema = z.object({
  EMBEDDED_CLICKHOUSE_DIRECTORY: z.string().min(1),
  EMBEDDED_CLICKHOUSE_PORT: z.coerce.number().int().min(0).max(65_535),
  EMBEDDED_CLICKHOUSE_PASSWORD: z.string().optional(),
  EMBEDDED_CLICKHOUSE_MEMORY_BYTES: z.coerce
    .number()
    .int()
    .min(512 * 1024 ** 2)
    .default(Math.floor(Math.max(gibibyte, Math.min(4 * gibibyte, totalmem() * 0.4)))),
});

/** What the launcher hands to the embedded ClickHouse. */
export function readClickHouseServerEnv() {
  const env = schema.parse(process.env);
  return {
    directory: env.EMBEDDED_CLICKHOUSE_DIRECTORY,
    port: env.EMBEDDED_CLICKHOUSE_PORT,
    password: env.EMBEDDED_CLICKHOUSE_PASSWORD || null,
    maxMemoryBytes: env.EMBEDDED_CLICKHOUSE_MEMORY_BYTES,
  };
}
