import { availableParallelism } from "node:os";
import { envInteger, envPort, envUrl, parseEnvOrExit, processEnv } from "@plumbline/runtime/env";
import { z } from "zod";

const mebibyte = 1024 * 1024;

const envSchema = z.object({
  ...processEnv,
  GATEWAY_PORT: envPort(3002),
  /** Every interface: applications run on other machines and in containers. */
  GATEWAY_HOST: z.string().default("0.0.0.0"),
  /** Processes that take calls. */
  GATEWAY_WORKERS: envInteger({ min: 1, max: 256, default: availableParallelism() }),
  /** Pools and keys, read at the start and whenever it changes. */
  GATEWAY_CONFIG_FILE: z.string().optional(),
  GATEWAY_MAX_BODY_BYTES: envInteger({ min: 1024, max: 1024 * mebibyte, default: 32 * mebibyte }),
  /** How long calls under way may go on after SIGTERM. */
  GATEWAY_DRAIN_SECONDS: envInteger({ min: 1, max: 3_600, default: 20 }),
  /** Hosts, addresses and networks, separated by commas, that upstreams may have though they are private. */
  EGRESS_ALLOW_PRIVATE: z.string().default(""),
  CLICKHOUSE_URL: envUrl(["http", "https"]),
  PLUMBLINE_DATA_DIR: z.string().default(".plumbline"),
  PLUMBLINE_KEY_PEPPER: z.string({ error: "a secret of at least 16 characters" }).min(16),
  /** The project that the pools and keys of the file belong to. */
  PLUMBLINE_INIT_PROJECT_ID: z.string().default("default"),
  PLUMBLINE_INIT_GATEWAY_KEY: z.string().optional(),
  /** Where the API tells what people set up in the dashboard; without it, the file is all there is. */
  PLUMBLINE_API_URL: envUrl(["http", "https"]).optional(),
  /** What one worker's journal may take of the disk; 0 means its share of half of what is free. */
  JOURNAL_MAX_DISK_BYTES: envInteger({ min: 0, max: 1024 ** 2 * mebibyte, default: 0 }),
});

export type GatewayEnv = z.output<typeof envSchema>;

export function readEnv(): GatewayEnv {
  return parseEnvOrExit(envSchema);
}

/** What a document refers to as `env:NAME`; undefined when it is not set. */
export function readEnvSecret(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

/** Which of the workers this process is, from 0 on; told by the primary. */
export function readWorkerIndex(): number {
  return Number(process.env.GATEWAY_WORKER_INDEX ?? 0);
}
