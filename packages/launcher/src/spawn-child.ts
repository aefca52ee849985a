import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";
import { uncompressed } from "@plumbline/runtime/uncompressed";
import { readyLine } from "./child-contract.ts";

export interface ChildSpec {
  /** Short, unique: it names the log file. */
  name: string;
  /** Arguments of this same Node, beginning with the file to run. */
  nodeArguments: readonly string[];
  workingDirectory?: string;
  /** Added to the few variables of our own environment that every program needs. */
  env: Readonly<Record<string, string | undefined>>;
  /** Engines announce themselves by a line; apps are asked. */
  readiness: { kind: "line" } | { kind: "url"; url: string };
  /** Asked now and then once it serves; a child that stays silent for long is killed, then restarted. */
  livenessUrl?: string;
  /** How long SIGTERM may take before SIGKILL. */
  stopTimeoutMs: number;
}

interface ChildExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningChild {
  readonly name: string;
  readonly pid: number;
  /** Rejects when the process ends before it serves; its last lines are in the message. */
  readonly ready: Promise<void>;
  readonly exited: Promise<ChildExit>;
  /** SIGTERM, then SIGKILL after the time that the spec allows. Idempotent. */
  stop(): Promise<ChildExit>;
}

const readyPollMs = 100;
const keptLines = 8;
const outputGraceMs = 500;

export function spawnChild(spec: ChildSpec, onLine: (line: string, isError: boolean) => void): RunningChild {
  const child = spawn(process.execPath, [...spec.nodeArguments], {
    cwd: spec.workingDirectory,
    env: { ...spec.env, PLUMBLINE_SUPERVISED: "1" },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  // A child that died first must not turn the closing of its pipe into an error of ours.
  child.stdin.on("error", () => undefined);
  const lastLines: string[] = [];
  const exited = new Promise<ChildExit>((resolve) => {
    child.once("error", (error) => {
      lastLines.push(error.message);
      resolve({ code: 1, signal: null });
    });
    // "close" waits for the last output, but something that the child left behind may hold its pipes.
    child.once("exit", (code, signal) => setTimeout(resolve, outputGraceMs, { code, signal }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const announced = new Promise<void>((resolve) => {
    const watch = (stream: Readable, isError: boolean) => {
      createInterface({ input: stream }).on("line", (line) => {
        if (line === readyLine) return resolve();
        if (lastLines.push(line) > keptLines) lastLines.shift();
        onLine(line, isError);
      });
    };
    watch(child.stdout, false);
    watch(child.stderr, true);
  });
  let isOver = false;
  const failed = exited.then(({ code, signal }) => {
    isOver = true;
    const how = signal === null ? `code ${code}` : signal;
    throw new Error(`${spec.name} ended (${how}) before it was ready:\n${lastLines.join("\n")}`);
  });
  const { readiness } = spec;
  const serves = readiness.kind === "line" ? announced : pollUntilReady(readiness.url, () => isOver);
  const ready = Promise.race([serves, failed]);
  ready.catch(() => undefined);
  failed.catch(() => undefined);
  return { name: spec.name, pid: child.pid ?? 0, ready, exited, stop: () => stopChild(child, spec, exited) };
}

async function stopChild(
  child: ChildProcess,
  spec: ChildSpec,
  exited: Promise<ChildExit>,
): Promise<ChildExit> {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), spec.stopTimeoutMs);
  try {
    return await exited;
  } finally {
    clearTimeout(timer);
  }
}

/** Never throws: an answer that breaks off half-way is no answer. */
export async function answersOk(url: string, timeoutMs: number): Promise<boolean> {
  try {
    const response = await fetch(url, { headers: uncompressed, signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function pollUntilReady(url: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    if (await answersOk(url, 2_000)) return;
    await new Promise((resolve) => setTimeout(resolve, readyPollMs));
  }
}

/**
 * How to run an entry of this package: its bundle beside ours, or, from the sources, tsx.
 * @param name path under src without extension, e.g. "clickhouse-server/main"
 */
export function entryArguments(name: string): string[] {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith(".ts")) return [join(dirname(here), `${name}.js`)];
  const tsx = createRequire(import.meta.url).resolve("tsx");
  return ["--import", pathToFileURL(tsx).href, join(dirname(here), `${name}.ts`)];
}
