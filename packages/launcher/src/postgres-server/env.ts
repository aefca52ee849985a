import { z } from "zod";

const schema = z.object({
  EMBEDDED_POSTGRES_DIRECTORY: z.string().min(1),
  EMBEDDED_POSTGRES_PORT: z.coerce.number().int().min(1).max(65_535),
  EMBEDDED_POSTGRES_PASSWORD: z.string().min(1),
  /** Off only for tests, which never outlive a power cut. */
  EMBEDDED_POSTGRES_FSYNC: z.enum(["on", "off"]).default("on"),
});

/** What the launcher hands to the embedded PostgreSQL. */
export function readPostgresServerEnv() {
  const env = schema.parse(process.env);
  return {
    directory: env.EMBEDDED_POSTGRES_DIRECTORY,
    port: env.EMBEDDED_POSTGRES_PORT,
    password: env.EMBEDDED_POSTGRES_PASSWORD,
    fsync: env.EMBEDDED_POSTGRES_FSYNC,
  };
}
