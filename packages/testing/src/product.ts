import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { findFreePorts } from "./free-port.ts";

const repository = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const readyTimeoutMs = 120_000;
const children = z.array(z.object({ name: z.string(), pid: z.number() }));

export interface ProductOptions {
  /** Kept by the caller: starting again on it continues with its data. */
  dataDir: string;
  env?: Record<string, string>;
  /** Of the launcher, e.g. "--demo". */
  args?: readonly string[];
  /** Another tree with a built launcher; this repository when absent. */
  root?: string;
  /** The ports of an earlier start; free ones when absent. */
  ports?: ProductPorts;
}

export interface ProductPorts {
  dashboard: number;
  api: number;
  gateway: number;
  worker: number;
  grpc: number;
  postgres: number;
  clickhouse: number;
}

export interface Product {
  dashboardUrl: string;
  apiUrl: string;
  gatewayUrl: string;
  workerUrl: string;
  clickhouseUrl: string;
  ports: ProductPorts;
  /** Process of the launcher. */
  pid: number;
  /** What it printed until now. */
  output(): string;
  /** Credentials that the first start made up. */
  credentials(): { email?: string; password?: string; publicKey?: string; secretKey?: string };
  /** Process of a part: "api", "gateway", "worker", "dashboard", "postgres", "clickhouse". */
  pidOf(name: string): number;
  kill(name: string, signal?: NodeJS.Signals): void;
  /** Ctrl-C in effect; resolves with the exit code once every process is gone. */
  stop(): Promise<number | null>;
  /** kill -9 of the launcher; resolves when it is gone, its children may take a moment longer. */
  killLauncher(): Promise<void>;
}

/** The product as `npm start` runs it, from the bundles that `npm run build` made. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const root = options.root ?? repository;
  const launcher = join(root, "packages/launcher/dist/main.js");
  if (!existsSync(launcher)) throw new Error("Nothing is built: npm run build.");
  const ports = options.ports ?? (await findPorts());
  const env = {
    ...withoutOurVariables(process.env),
    DASHBOARD_PORT: String(ports.dashboard),
    API_PORT: String(ports.api),
    GATEWAY_PORT: String(ports.gateway),
    WORKER_PORT: String(ports.worker),
    OTLP_GRPC_PORT: String(ports.grpc),
    EMBEDDED_POSTGRES_PORT: String(ports.postgres),
    EMBEDDED_CLICKHOUSE_PORT: String(ports.clickhouse),
    PLUMBLINE_DATA_DIR: options.dataDir,
    ...options.env,
  };
  const child = spawn(process.execPath, [launcher, ...(options.args ?? [])], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const exited = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  await untilReady(child, lines, exited);

  const pidOf = (name: string) => {
    const running = children.parse(JSON.parse(readFileSync(join(options.dataDir, "children.json"), "utf8")));
    const found = running.find((entry) => entry.name === name);
    if (found === undefined) throw new Error(`${name} is not running`);
    return found.pid;
  };
  return {
    dashboardUrl: `http://localhost:${ports.dashboard}`,
    apiUrl: `http://127.0.0.1:${ports.api}`,
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
    workerUrl: `http://127.0.0.1:${ports.worker}`,
    clickhouseUrl: clickhouseUrl(options.dataDir, ports.clickhouse),
    ports,
    pid: child.pid ?? 0,
    output: () => lines.join("\n"),
    credentials: () => readCredentials(lines),
    pidOf,
    kill: (name, signal = "SIGKILL") => void process.kill(pidOf(name), signal),
    stop() {
      child.kill("SIGINT");
      return exited;
    },
    async killLauncher() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function untilReady(
  child: ChildProcess,
  lines: string[],
  exited: Promise<number | null>,
): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (line.startsWith("Plumbline is ready")) resolve();
      });
    }
  });
  let isLate = false;
  // Waits until it is gone also where it was late: its processes write where the caller is about to clear up.
  const failed = exited.then((code) => {
    const why = isLate ? "The launcher was not ready in time" : `The launcher ended (code ${code})`;
    throw new Error(`${why}:\n${lines.join("\n")}`);
  });
  failed.catch(() => undefined);
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGTERM");
  }, readyTimeoutMs);
  try {
    await Promise.race([ready, failed]);
  } finally {
    clearTimeout(timer);
  }
}

async function findPorts(): Promise<ProductPorts> {
  const [dashboard = 0, api = 0, gateway = 0, worker = 0, grpc = 0, postgres = 0, clickhouse = 0] =
    await findFreePorts(7);
  return { dashboard, api, gateway, worker, grpc, postgres, clickhouse };
}

/** A test starts from the defaults, whatever the developer's shell has set. */
function withoutOurVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours =
    /^(PLUMBLINE_|NEXTAUTH_|API_|GATEWAY_|EGRESS_|OTLP_|JOURNAL_|MEDIA_|DATABASE_URL$|CLICKHOUSE_|REDIS_URL$|EMBEDDED_|NODE_ENV$|VITEST|npm_)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}

function clickhouseUrl(dataDir: string, port: number): string {
  const { clickhousePassword } = z
    .object({ clickhousePassword: z.string() })
    .parse(JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8")));
  return `http://plumbline:${clickhousePassword}@127.0.0.1:${port}/plumbline`;
}

function readCredentials(lines: readonly string[]) {
  const value = (label: string) =>
    lines
      .find((line) => line.trimStart().startsWith(`${label}  `))
      ?.trim()
      .slice(label.length)
      .trim();
  return {
    email: value("Sign in as"),
    password: value("Password"),
    publicKey: value("Public key"),
    secretKey: value("Secret key"),
  };
}
