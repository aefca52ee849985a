import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type ChildSpec, entryArguments } from "./spawn-child.ts";

export { type ChildSpec, type RunningChild, spawnChild } from "./spawn-child.ts";

/** As many as the engine's statements, cancellations and compression may occupy at once. */
const libuvThreads = 32;

export interface PostgresEngineOptions {
  /** Made when it does not exist. As root, every directory above it must be open to the user postgres. */
  directory: string;
  port: number;
  password: string;
  /** Tests only: answers before the disk has the data. */
  unsafeWithoutFsync?: boolean;
}

export interface ClickHouseEngineOptions {
  directory: string;
  port: number;
  password: string;
  /** Default: 40 % of the machine's memory, between 1 and 4 GiB. */
  maxMemoryBytes?: number;
}

export interface Engine {
  spec: ChildSpec;
  /** With user, password and the database `plumbline`. */
  url: string;
}

export function describePostgresEngine(options: PostgresEngineOptions): Engine {
  makeParent(options.directory);
  return {
    url: `postgresql://plumbline:${options.password}@127.0.0.1:${options.port}/plumbline`,
    spec: {
      name: "postgres",
      nodeArguments: entryArguments("postgres-server/main"),
      env: {
        ...inheritedEnv(),
        EMBEDDED_POSTGRES_DIRECTORY: options.directory,
        EMBEDDED_POSTGRES_PORT: String(options.port),
        EMBEDDED_POSTGRES_PASSWORD: options.password,
        EMBEDDED_POSTGRES_FSYNC: options.unsafeWithoutFsync ? "off" : "on",
      },
      readiness: { kind: "line" },
      stopTimeoutMs: 15_000,
    },
  };
}

export function describeClickHouseEngine(options: ClickHouseEngineOptions): Engine {
  makeParent(options.directory);
  return {
    url: `http://plumbline:${options.password}@127.0.0.1:${options.port}/plumbline`,
    spec: {
      name: "clickhouse",
      nodeArguments: entryArguments("clickhouse-server/main"),
      env: {
        ...inheritedEnv(),
        UV_THREADPOOL_SIZE: String(libuvThreads),
        EMBEDDED_CLICKHOUSE_DIRECTORY: options.directory,
        EMBEDDED_CLICKHOUSE_PORT: String(options.port),
        EMBEDDED_CLICKHOUSE_PASSWORD: options.password,
        EMBEDDED_CLICKHOUSE_MEMORY_BYTES: options.maxMemoryBytes?.toString(),
      },
      readiness: { kind: "line" },
      // After a crash its handler can keep the dead process around for minutes.
      livenessUrl: `http://127.0.0.1:${options.port}/plumbline/alive`,
      stopTimeoutMs: 10_000,
    },
  };
}

/** What any program needs from its surroundings; secrets of the apps are not among it. */
export function inheritedEnv(): Record<string, string | undefined> {
  const names = ["PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "NODE_ENV", "NODE_EXTRA_CA_CERTS"];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

function makeParent(directory: string): void {
  // PostgreSQL runs as another user than root and has to pass through, not to list.
  mkdirSync(dirname(directory), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}
