import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@plumbline/testing/free-port";
import { onTestFinished } from "vitest";
import { type ConfigInput, gatewayKey, pepper } from "./gateway.fixture.ts";

export interface GatewayProcess {
  url: string;
  dataDirectory: string;
  child: ChildProcess;
  /** Lines of its log. */
  log: string[];
  /** Writes the file that GATEWAY_CONFIG_FILE names. */
  configure(config: ConfigInput | string): void;
  call(path: string, init?: CallInit): Promise<Response>;
  workerPids(): number[];
  /** Its exit code. */
  stopped: Promise<number | null>;
}

/** Headers as a plain object, so that ours can be put before them. */
export type CallInit = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

export interface ProcessOptions {
  workers: number;
  clickhouseUrl?: string;
  /** Of an earlier process, whose data it takes over. */
  dataDirectory?: string;
  /** Without one it has only what it kept itself. */
  withFile?: boolean;
  env?: Record<string, string>;
}

/** The gateway as the launcher starts it, from its sources, on a free port. Ready when this resolves. */
export async function startGatewayProcess(
  config: ConfigInput | string,
  options: ProcessOptions,
): Promise<GatewayProcess> {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), "plumbline-gateway-"));
  const file = join(dataDirectory, "gateway.yaml");
  const configure = (next: ConfigInput | string): void => {
    const keyed = typeof next === "string" ? next : JSON.stringify({ keys: [{ key: gatewayKey }], ...next });
    writeFileSync(file, keyed);
  };
  if (options.withFile !== false) configure(config);
  const port = await findFreePort();
  const child = spawn(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), fileURLToPath(new URL("./main.ts", import.meta.url))],
    {
      env: {
        GATEWAY_PORT: String(port),
        GATEWAY_HOST: "127.0.0.1",
        GATEWAY_WORKERS: String(options.workers),
        GATEWAY_CONFIG_FILE: file,
        GATEWAY_DRAIN_SECONDS: "5",
        CLICKHOUSE_URL: options.clickhouseUrl ?? "http://127.0.0.1:9",
        PLUMBLINE_DATA_DIR: dataDirectory,
        PLUMBLINE_KEY_PEPPER: pepper,
        PLUMBLINE_INIT_PROJECT_ID: "project-1",
        ...options.env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => void log.push(...text.trim().split("\n")));
  }
  const stopped = new Promise<number | null>((resolve) => void child.once("exit", resolve));
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill("SIGKILL");
    await stopped;
    if (options.dataDirectory === undefined) rmSync(dataDirectory, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, log);
  return {
    url,
    dataDirectory,
    child,
    log,
    configure,
    stopped,
    workerPids: () => childrenOf(child.pid ?? 0),
    call: (path, init = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: {
          authorization: `Bearer ${gatewayKey}`,
          "content-type": "application/json",
          ...init.headers,
        },
      }),
  };
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

async function untilReady(url: string, log: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const ready = await fetch(`${url}/ready`).then(
      (response) => response.text().then(() => response.ok),
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The gateway did not become ready:\n${log.join("\n")}`);
}
