import { envInteger, envPort, envUrl, parseEnvOrExit, processEnv } from "@plumbline/runtime/env";
import { z } from "zod";

const mebibyte = 1024 * 1024;

export const envSchema = z.object({
  ...processEnv,
  API_PORT: envPort(3001),
  /** Every interface: SDKs run on other machines and in containers. */
  API_HOST: z.string().default("0.0.0.0"),
  DATABASE_URL: envUrl(["postgres", "postgresql"]),
  CLICKHOUSE_URL: envUrl(["http", "https"]),
  PLUMBLINE_DATA_DIR: z.string().default(".plumbline"),
  PLUMBLINE_KEY_PEPPER: z.string({ error: "a secret of at least 16 characters" }).min(16),
  /** What may arrive on the wire when it is compressed. */
  API_MAX_COMPRESSED_BYTES: envInteger({ min: 1024, max: 1024 * mebibyte, default: 16 * mebibyte }),
  /** What a body may be once inflated, or plain. */
  API_MAX_INFLATED_BYTES: envInteger({ min: 1024, max: 1024 * mebibyte, default: 64 * mebibyte }),
  /** What all requests together may hold in memory before new ones are told to come back. */
  API_MAX_BUFFERED_BYTES: envInteger({ min: mebibyte, max: 16_384 * mebibyte, default: 128 * mebibyte }),
  /** How many times its compressed size a body of more than 4 MiB may be: no honest one comes near it. */
  API_MAX_INFLATE_RATIO: envInteger({ min: 10, max: 2_000, default: 200 }),
  API_MAX_DEPTH: envInteger({ min: 8, max: 1_000, default: 128 }),
  /** Requests of one API key in API_RATE_LIMIT_SECONDS, by this process; 0 does not limit. */
  API_RATE_LIMIT_PER_KEY: envInteger({ min: 0, max: 100_000_000, default: 0 }),
  /** The same of one address, whatever keys it shows, and also when it shows none. */
  API_RATE_LIMIT_PER_ADDRESS: envInteger({ min: 0, max: 100_000_000, default: 0 }),
  API_RATE_LIMIT_SECONDS: envInteger({ min: 1, max: 86_400, default: 60 }),
  /** Addresses and networks, separated by commas, whose X-Forwarded-For tells the client's address. */
  API_TRUSTED_PROXIES: z.string().default(""),
});

export type ApiEnv = z.infer<typeof envSchema>;

export function readEnv(): ApiEnv {
  return parseEnvOrExit(envSchema);
}
