import { setTimeout as sleep } from "node:timers/promises";
import { signalProcess } from "./signal-process.ts";
import { answersOk, type ChildSpec, type RunningChild, spawnChild } from "./spawn-child.ts";

export interface SupervisorEvents {
  line(name: string, line: string, isError: boolean): void;
  /** A process ended by itself and is started again after `retryInMs`. */
  died(name: string, how: string, retryInMs: number): void;
  /** It did not answer for long and is killed. */
  silent(name: string): void;
  /** It serves again. */
  recovered(name: string): void;
  /** The processes that run now, after every change. */
  changed(running: Array<{ name: string; pid: number }>): void;
}

export interface SupervisorOptions {
  firstRetryMs: number;
  maxRetryMs: number;
  /** A process that served this long starts its next retries from the beginning. */
  stableAfterMs: number;
  livenessIntervalMs: number;
  livenessTimeoutMs: number;
}

export interface Supervisor {
  /** Starts and resolves when it serves; rejects when its first run ends before. From then on it is kept running. */
  start(spec: ChildSpec): Promise<void>;
  pids(): Record<string, number>;
  /** Stops the named groups one after another, each in parallel; then whatever is left. */
  stop(order: ReadonlyArray<readonly string[]>): Promise<void>;
}

const defaults: SupervisorOptions = {
  firstRetryMs: 300,
  maxRetryMs: 10_000,
  // Serving at all is enough: what dies afterwards is needed back at once, however often.
  stableAfterMs: 0,
  livenessIntervalMs: 5_000,
  livenessTimeoutMs: 10_000,
};
/** Missed answers in a row. */
const maxMisses = 3;

export function createSupervisor(
  events: SupervisorEvents,
  options: SupervisorOptions = defaults,
): Supervisor {
  const running = new Map<string, RunningChild>();
  const retries = new Map<string, NodeJS.Timeout>();
  let isStopping = false;

  const report = () => events.changed([...running.values()].map(({ name, pid }) => ({ name, pid })));

  const launch = (spec: ChildSpec): RunningChild => {
    const child = spawnChild(spec, (line, isError) => events.line(spec.name, line, isError));
    running.set(spec.name, child);
    report();
    return child;
  };

  const watch = (spec: ChildSpec, child: RunningChild, retryMs: number) => {
    let servesSinceMs: number | null = null;
    child.ready.then(
      () => {
        servesSinceMs = Date.now();
        if (retryMs > options.firstRetryMs) events.recovered(spec.name);
        void watchLiveness(spec, child);
      },
      () => undefined,
    );
    void child.exited.then(({ code, signal }) => {
      if (running.get(spec.name) === child) running.delete(spec.name);
      report();
      if (isStopping) return;
      const wasStable = servesSinceMs !== null && Date.now() - servesSinceMs >= options.stableAfterMs;
      const waitMs = wasStable ? options.firstRetryMs : retryMs;
      events.died(spec.name, signal ?? `code ${code}`, waitMs);
      const again = () => {
        retries.delete(spec.name);
        if (!isStopping) watch(spec, launch(spec), Math.min(waitMs * 2, options.maxRetryMs));
      };
      retries.set(spec.name, setTimeout(again, waitMs));
    });
  };

  const watchLiveness = async (spec: ChildSpec, child: RunningChild) => {
    const { livenessUrl } = spec;
    if (livenessUrl === undefined) return;
    for (let misses = 0; misses < maxMisses; ) {
      await sleep(options.livenessIntervalMs, undefined, { ref: false });
      if (isStopping || running.get(spec.name) !== child) return;
      const isAlive = await answersOk(livenessUrl, options.livenessTimeoutMs);
      misses = isAlive ? 0 : misses + 1;
    }
    if (isStopping || running.get(spec.name) !== child) return;
    events.silent(spec.name);
    signalProcess(child.pid, "SIGKILL");
  };

  return {
    async start(spec) {
      if (isStopping) return;
      const child = launch(spec);
      try {
        await child.ready;
      } catch (error) {
        running.delete(spec.name);
        report();
        throw error;
      }
      watch(spec, child, options.firstRetryMs);
    },
    pids: () => Object.fromEntries([...running.values()].map(({ name, pid }) => [name, pid])),
    async stop(order) {
      isStopping = true;
      for (const timer of retries.values()) clearTimeout(timer);
      for (const names of [...order, [...running.keys()]]) {
        await Promise.all(names.map(async (name) => running.get(name)?.stop()));
      }
    },
  };
}
