import { join } from "node:path";
import { type LogFile, openLogFile } from "./log-file.ts";

const errorLevels: readonly unknown[] = ["error", "fatal", 50, 60];
const burst = 5;
const burstWindowMs = 10_000;

/** What the user sees, and what goes to `logs/<process>.log` instead. */
export interface Terminal {
  step(text: string): void;
  childLine(name: string, line: string, isError: boolean): void;
  table(rows: ReadonlyArray<readonly [string, string]>): void;
  /** Only logs what processes say from now on: on the way down they complain about each other. */
  quieten(): void;
  close(): void;
}

export function createTerminal(logDirectory: string, write: (text: string) => void): Terminal {
  const files = new Map<string, LogFile>();
  const windows = new Map<string, { startedMs: number; printed: number }>();

  let isQuiet = false;

  const logFile = (name: string) => {
    const file = files.get(name) ?? openLogFile(join(logDirectory, `${name}.log`));
    files.set(name, file);
    return file;
  };

  /** The first few lines of a burst are printed; the log has them all. */
  const mayPrint = (name: string): boolean => {
    const nowMs = Date.now();
    const current = windows.get(name);
    const window =
      current === undefined || nowMs - current.startedMs > burstWindowMs
        ? { startedMs: nowMs, printed: 0 }
        : current;
    windows.set(name, window);
    window.printed += 1;
    if (window.printed === burst + 1)
      write(`  [${name}] more of this in ${join(logDirectory, `${name}.log`)}\n`);
    return window.printed <= burst;
  };

  return {
    step: (text) => write(`${text}\n`),
    childLine(name, line, isError) {
      logFile(name).writeLine(line);
      const text = readProblem(name, line, isError);
      if (text !== null && !isQuiet && mayPrint(name)) write(`  [${name}] ${text}\n`);
    },
    table(rows) {
      const width = Math.max(...rows.map(([label]) => label.length));
      write(`\n${rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}\n`).join("")}\n`);
    },
    quieten() {
      isQuiet = true;
    },
    close() {
      for (const file of files.values()) file.close();
    },
  };
}

/** The part of a log line that a person has to see, or null. */
function readProblem(name: string, line: string, isError: boolean): string | null {
  if (line.startsWith("{")) {
    try {
      const entry: unknown = JSON.parse(line);
      if (typeof entry !== "object" || entry === null || !("level" in entry)) return null;
      if (!errorLevels.includes(entry.level)) return null;
      const error = "err" in entry && typeof entry.err === "object" && entry.err !== null ? entry.err : {};
      const message = "msg" in entry ? String(entry.msg) : "error";
      return "message" in error ? `${message}: ${String(error.message)}` : message;
    } catch {
      return isError ? line : null;
    }
  }
  // PostgreSQL writes everything to its error stream.
  if (name === "postgres") return /\b(FATAL|PANIC):/.test(line) ? line : null;
  return isError && line.trim() !== "" ? line : null;
}
