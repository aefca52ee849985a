import { envInteger, envPort, envUrl, parseEnvOrExit, processEnv } from "@plumbline/runtime/env";
import { z } from "zod";

const mebibyte = 1024 * 1024;

export const envSchema = z.object({
  ...processEnv,
  API_PORT: envPort(3001),
  /** Every interface: SDKs run on other machines and in containers. */
  API_HOST: z.string().default("0.0.0.0"),
  /** OTLP over gRPC, on the same interface; 0 or an empty value switches it off. */
  OTLP_GRPC_PORT: envInteger({ min: 0, max: 65_535, default: 4317 }),
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
  /** What the journal may take of the disk; 0 means as journal-allowance.ts says. */
  JOURNAL_MAX_DISK_BYTES: envInteger({ min: 0, max: 1024 ** 2 * mebibyte, default: 0 }),
  /** How many times its compressed size a body of more than 4 MiB may be: no honest one comes near it. */
  API_MAX_INFLATE_RATIO: envInteger({ min: 10, max: 2_000, default: 200 }),
  API_MAX_DEPTH: envInteger({ min: 8, max: 1_000, default: 128 }),
  /** What one media file may be. */
  MEDIA_MAX_BYTES: envInteger({ min: 1024, max: 2_047 * mebibyte, default: 100 * mebibyte }),
  /** Requests of one API key in API_RATE_LIMIT_SECONDS, by this process; 0 does not limit. */
  API_RATE_LIMIT_PER_KEY: envInteger({ min: 0, max: 100_000_000, default: 0 }),
  /** The same of one address, whatever keys it shows, and also when it shows none. */
  API_RATE_LIMIT_PER_ADDRESS: envInteger({ min: 0, max: 100_000_000, default: 0 }),
  API_RATE_LIMIT_SECONDS: envInteger({ min: 1, max: 86_400, default: 60 }),
  /** Addresses and networks, separated by commas, whose X-Forwarded-For tells the client's address. */
  API_TRUSTED_PROXIES: z.string().default(""),
  /** All of these, or none: then media lies below the data directory. */
  MEDIA_S3_ENDPOINT: envUrl(["http", "https"]).optional(),
  MEDIA_S3_BUCKET: z.string().optional(),
  MEDIA_S3_REGION: z.string().optional(),
  MEDIA_S3_ACCESS_KEY_ID: z.string().optional(),
  MEDIA_S3_SECRET_ACCESS_KEY: z.string().optional(),
});

const s3Names = [
  "MEDIA_S3_ENDPOINT",
  "MEDIA_S3_BUCKET",
  "MEDIA_S3_REGION",
  "MEDIA_S3_ACCESS_KEY_ID",
  "MEDIA_S3_SECRET_ACCESS_KEY",
] as const;

const completeSchema = envSchema.superRefine((env, context) => {
  const given = s3Names.find((name) => env[name] !== undefined);
  if (given === undefined) return;
  for (const name of s3Names) {
    if (env[name] !== undefined) continue;
    context.addIssue({ code: "custom", path: [name], message: `a value, since ${given} is set` });
  }
});

export type ApiEnv = z.infer<typeof completeSchema>;

export function readEnv(): ApiEnv {
  const env = parseEnvOrExit(completeSchema);
  return process.env.OTLP_GRPC_PORT === "" ? { ...env, OTLP_GRPC_PORT: 0 } : env;
}
