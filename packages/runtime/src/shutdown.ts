import { z } from "zod";
import { parseEnv, processEnv } from "./env.ts";
import type { Logger } from "./logger.ts";

type ShutdownStep = { name: string; run: () => Promise<void> | void };

interface ShutdownSettings {
  /** All steps together; what is still running then is abandoned and the exit code is 1. */
  deadlineMs: number;
  logger?: Pick<Logger, "info" | "error">;
  exit: (code: number) => void;
}

const settings: ShutdownSettings = { deadlineMs: 25_000, exit: (code) => process.exit(code) };
const steps: ShutdownStep[] = [];
let running: Promise<void> | null = null;
let installed = false;

export function configureShutdown(changes: Partial<ShutdownSettings>): void {
  Object.assign(settings, changes);
}

/**
 * Registers a step of the graceful exit and installs the SIGTERM and SIGINT handlers once. Steps run in
 * reverse order of registration, so what was opened first closes last; one that throws stops nobody.
 */
export function onShutdown(name: string, run: () => Promise<void> | void): void {
  steps.push({ name, run });
  if (installed) return;
  installed = true;
  process.on("SIGTERM", () => onSignal("SIGTERM"));
  process.on("SIGINT", () => onSignal("SIGINT"));
}

/** A second Ctrl-C means now. SIGTERM may be repeated by a supervisor and changes nothing. */
function onSignal(signal: "SIGTERM" | "SIGINT"): void {
  if (running !== null && signal === "SIGINT") {
    settings.exit(130);
    return;
  }
  void shutdown(signal);
}

/** Runs every step once and exits; further calls wait for the first. */
export function shutdown(reason: string, exitCode = 0): Promise<void> {
  running ??= runSteps(reason, exitCode);
  return running;
}

async function runSteps(reason: string, exitCode: number): Promise<void> {
  settings.logger?.info({ reason }, "shutting down");
  let failed = false;
  const allSteps = async (): Promise<"done"> => {
    for (const step of steps.toReversed()) {
      try {
        await step.run();
      } catch (error) {
        failed = true;
        settings.logger?.error({ err: error, step: step.name }, "shutdown step failed");
      }
    }
    return "done";
  };
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), settings.deadlineMs);
  });
  const outcome = await Promise.race([allSteps(), deadline]);
  clearTimeout(timer);
  if (outcome === "late")
    settings.logger?.error({ deadlineMs: settings.deadlineMs }, "shutdown deadline passed");
  settings.exit(outcome === "late" || failed ? Math.max(exitCode, 1) : exitCode);
}

/**
 * With PLUMBLINE_SUPERVISED=1 the supervisor holds our stdin open. When it closes, the supervisor is
 * gone, however it died, and this process follows gracefully instead of staying as an orphan.
 */
export function exitWhenParentGone(supervised = parseEnv(z.object(processEnv)).PLUMBLINE_SUPERVISED): void {
  if (!supervised) return;
  const leave = () => void shutdown("parent gone");
  process.stdin.once("end", leave);
  process.stdin.once("close", leave);
  process.stdin.once("error", leave);
  process.stdin.resume();
}
