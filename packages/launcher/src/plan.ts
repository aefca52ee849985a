import { join } from "node:path";
import { initialProjectId } from "@plumbline/services/init";
import { demoGatewayEnv } from "./demo-child.ts";
import { describeClickHouseEngine, describePostgresEngine, type Engine } from "./engines.ts";
import { inheritedAppEnv, type LauncherEnv } from "./env.ts";
import type { PortUse } from "./preflight.ts";
import type { Secrets } from "./secrets.ts";
import type { ChildSpec } from "./spawn-child.ts";

const appStopTimeoutMs = 30_000;
const appNames = ["api", "gateway", "worker", "dashboard"] as const;
type AppName = (typeof appNames)[number];

/** Where things are, and which of the engines are ours to run. */
export interface Plan {
  postgres: Engine | null;
  clickhouse: Engine | null;
  databaseUrl: string;
  clickhouseUrl: string;
  keyPepper: string;
  dashboardUrl: string;
  apiUrl: string;
  apps: ChildSpec[];
  /** Files that a build makes and the apps need. */
  builtFiles: string[];
}

export interface PlanOptions {
  env: LauncherEnv;
  secrets: Secrets;
  /** Directory of the repository. */
  root: string;
  /** Run the sources instead of what was built. */
  isDevelopment: boolean;
  /** The gateway serves the pools of --demo. */
  isDemo: boolean;
}

export function listPorts(env: LauncherEnv): PortUse[] {
  const uses: PortUse[] = [
    { port: env.DASHBOARD_PORT, variable: "DASHBOARD_PORT", owner: "dashboard" },
    { port: env.API_PORT, variable: "API_PORT", owner: "API" },
    { port: env.GATEWAY_PORT, variable: "GATEWAY_PORT", owner: "gateway" },
    { port: env.WORKER_PORT, variable: "WORKER_PORT", owner: "worker" },
  ];
  if (env.OTLP_GRPC_PORT !== 0) {
    uses.push({ port: env.OTLP_GRPC_PORT, variable: "OTLP_GRPC_PORT", owner: "API's gRPC" });
  }
  if (env.DATABASE_URL === undefined) {
    uses.push({
      port: env.EMBEDDED_POSTGRES_PORT,
      variable: "EMBEDDED_POSTGRES_PORT",
      owner: "embedded PostgreSQL",
    });
  }
  if (env.CLICKHOUSE_URL === undefined) {
    uses.push({
      port: env.EMBEDDED_CLICKHOUSE_PORT,
      variable: "EMBEDDED_CLICKHOUSE_PORT",
      owner: "embedded ClickHouse",
    });
  }
  return uses;
}

/** Variables that would replace the engines which this start embeds. */
export function listEmbedded(env: LauncherEnv): string[] {
  return (["DATABASE_URL", "CLICKHOUSE_URL"] as const).filter((name) => env[name] === undefined);
}

export function makePlan({ env, secrets, root, isDevelopment, isDemo }: PlanOptions): Plan {
  const dataDirectory = env.PLUMBLINE_DATA_DIR;
  const postgres = env.DATABASE_URL
    ? null
    : describePostgresEngine({
        directory: join(dataDirectory, "postgres"),
        port: env.EMBEDDED_POSTGRES_PORT,
        password: secrets.postgresPassword,
      });
  const clickhouse = env.CLICKHOUSE_URL
    ? null
    : describeClickHouseEngine({
        directory: join(dataDirectory, "clickhouse"),
        port: env.EMBEDDED_CLICKHOUSE_PORT,
        password: secrets.clickhousePassword,
        maxMemoryBytes: env.EMBEDDED_CLICKHOUSE_MEMORY_BYTES,
      });
  const databaseUrl = env.DATABASE_URL ?? postgres?.url ?? "";
  const clickhouseUrl = env.CLICKHOUSE_URL ?? clickhouse?.url ?? "";
  const keyPepper = env.PLUMBLINE_KEY_PEPPER ?? secrets.keyPepper;
  const dashboardUrl = env.NEXTAUTH_URL ?? `http://localhost:${env.DASHBOARD_PORT}`;
  const apiUrl = env.PLUMBLINE_API_URL ?? `http://localhost:${env.API_PORT}`;
  const appEnv = {
    ...inheritedAppEnv(),
    NODE_ENV: isDevelopment ? "development" : "production",
    LOG_LEVEL: env.LOG_LEVEL,
    PLUMBLINE_DATA_DIR: dataDirectory,
    DATABASE_URL: databaseUrl,
    CLICKHOUSE_URL: clickhouseUrl,
    REDIS_URL: env.REDIS_URL,
    API_PORT: String(env.API_PORT),
    OTLP_GRPC_PORT: String(env.OTLP_GRPC_PORT),
    GATEWAY_PORT: String(env.GATEWAY_PORT),
    WORKER_PORT: String(env.WORKER_PORT),
    DASHBOARD_PORT: String(env.DASHBOARD_PORT),
    PLUMBLINE_KEY_PEPPER: keyPepper,
    NEXTAUTH_SECRET: env.NEXTAUTH_SECRET ?? secrets.nextAuthSecret,
    NEXTAUTH_URL: dashboardUrl,
    PLUMBLINE_API_URL: apiUrl,
    PLUMBLINE_GATEWAY_URL: env.PLUMBLINE_GATEWAY_URL ?? `http://localhost:${env.GATEWAY_PORT}`,
  };
  const entries = appEntries(root, isDevelopment, env.DASHBOARD_PORT);
  const ports = {
    api: env.API_PORT,
    gateway: env.GATEWAY_PORT,
    worker: env.WORKER_PORT,
    dashboard: env.DASHBOARD_PORT,
  };
  const apps = appNames.map(
    (name): ChildSpec => ({
      name,
      nodeArguments: entries[name],
      workingDirectory: join(root, "apps", name),
      env:
        name === "gateway"
          ? { ...appEnv, ...gatewayEnv(env), ...(isDemo ? demoGatewayEnv(env) : {}) }
          : appEnv,
      readiness: { kind: "url", url: `http://127.0.0.1:${ports[name]}/ready` },
      stopTimeoutMs: appStopTimeoutMs,
    }),
  );
  const builtFiles = isDevelopment
    ? []
    : [...Object.values(entries).flat(), join(root, "apps/dashboard/.next/BUILD_ID")];
  return {
    postgres,
    clickhouse,
    databaseUrl,
    clickhouseUrl,
    keyPepper,
    dashboardUrl,
    apiUrl,
    apps,
    builtFiles,
  };
}

/** The gateway's file speaks for the project of the headless init, else for the one that a first start makes. */
function gatewayEnv(env: LauncherEnv): Record<string, string | undefined> {
  return {
    GATEWAY_CONFIG_FILE: env.GATEWAY_CONFIG_FILE,
    PLUMBLINE_INIT_PROJECT_ID: initialProjectId(env),
    PLUMBLINE_INIT_GATEWAY_KEY: env.PLUMBLINE_INIT_GATEWAY_KEY,
    // The address that SDKs use may lead through a proxy; the gateway asks the process beside it.
    PLUMBLINE_API_URL: `http://127.0.0.1:${env.API_PORT}`,
  };
}

function appEntries(root: string, isDevelopment: boolean, dashboardPort: number): Record<AppName, string[]> {
  if (!isDevelopment) {
    return {
      api: [join(root, "apps/api/dist/main.js")],
      gateway: [join(root, "apps/gateway/dist/main.js")],
      worker: [join(root, "apps/worker/dist/main.js")],
      dashboard: [join(root, "apps/dashboard/start.mjs")],
    };
  }
  const watched = ["--import", "tsx", "--watch", "--watch-preserve-output", "src/main.ts"];
  const next = join(root, "node_modules/next/dist/bin/next");
  return {
    api: watched,
    gateway: watched,
    worker: watched,
    dashboard: [next, "dev", "--port", String(dashboardPort)],
  };
}
