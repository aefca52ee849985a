import { envInteger, envPort, envUrl, parseEnvOrExit, processEnv } from "@plumbline/runtime/env";
import { z } from "zod";

const mebibyte = 1024 * 1024;

const schema = z.object({
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
  API_MAX_DEPTH: envInteger({ min: 8, max: 1_000, default: 128 }),
  /** What one media file may be. */
  MEDIA_MAX_BYTES: envInteger({ min: 1024, max: 2_047 * mebibyte, default: 100 * mebibyte }),
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

const completeSchema = schema.superRefine((env, context) => {
  const given = s3Names.find((name) => env[name] !== undefined);
  if (given === undefined) return;
  for (const name of s3Names) {
    if (env[name] !== undefined) continue;
    context.addIssue({ code: "custom", path: [name], message: `a value, since ${given} is set` });
  }
});

export type ApiEnv = z.infer<typeof completeSchema>;

export function readEnv(): ApiEnv {
  return parseEnvOrExit(completeSchema);
}
