import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import type { ChildSpec } from "./spawn-child.ts";
import { createSupervisor, type Supervisor, type SupervisorEvents } from "./supervisor.ts";

const fixture = fileURLToPath(new URL("./fixtures/child.mjs", import.meta.url));
const spec = (behaviour: string, changes: Partial<ChildSpec> = {}): ChildSpec => ({
  name: behaviour,
  nodeArguments: [fixture, behaviour],
  env: {},
  readiness: { kind: "line" },
  stopTimeoutMs: 3_000,
  ...changes,
});

let supervisor: Supervisor;
afterEach(() => supervisor.stop([]));

function supervise(options = {}) {
  const seen: string[] = [];
  const events: SupervisorEvents = {
    line: (name, line) => seen.push(`${name}: ${line.replace(/\d+/, "N")}`),
    died: (name, how, retryInMs) => seen.push(`${name} died of ${how}, again in ${retryInMs}`),
    silent: (name) => seen.push(`${name} is silent`),
    recovered: (name) => seen.push(`${name} is back`),
    changed: () => undefined,
  };
  supervisor = createSupervisor(events, {
    firstRetryMs: 10,
    maxRetryMs: 25,
    stableAfterMs: 60_000,
    livenessIntervalMs: 10,
    livenessTimeoutMs: 50,
    ...options,
  });
  return seen;
}

test("starts again what dies, more slowly each time up to a bound", async () => {
  const seen = supervise();
  await supervisor.start(spec("steady"));
  for (const round of [1, 2, 3, 4]) {
    const { steady } = supervisor.pids();
    process.kill(steady ?? 0, "SIGKILL");
    await expect.poll(() => seen.filter((line) => line === "steady is back").length).toBe(round);
  }
  expect(seen.filter((line) => line.includes("died"))).toEqual(
    [10, 20, 25, 25].map((retryInMs) => `steady died of SIGKILL, again in ${retryInMs}`),
  );
});

test("starts over with short waits after a process was stable", async () => {
  const seen = supervise({ stableAfterMs: 0 });
  await supervisor.start(spec("steady"));
  for (const round of [1, 2, 3]) {
    process.kill(supervisor.pids().steady ?? 0, "SIGKILL");
    await expect.poll(() => seen.filter((line) => line === "steady is back").length).toBe(round);
  }
  expect(seen.filter((line) => line.includes("died"))).toEqual(
    Array.from({ length: 3 }, () => "steady died of SIGKILL, again in 10"),
  );
});

test("fails a first start with the last lines of the process", async () => {
  supervise();
  await expect(supervisor.start(spec("broken"))).rejects.toThrow(
    "broken ended (code 3) before it was ready:\nno such setting: X",
  );
  expect(supervisor.pids()).toEqual({});
});

test("kills and restarts what serves but does not answer", async () => {
  const seen = supervise();
  await supervisor.start(spec("steady", { livenessUrl: "http://127.0.0.1:1/" }));
  await expect.poll(() => seen).toContain("steady is back");
  expect(seen).toContain("steady is silent");
});

test("stops in the order given and kills what ignores SIGTERM", async () => {
  const seen = supervise();
  await supervisor.start(spec("stubborn"));
  await supervisor.start(spec("steady"));
  const pids = Object.values(supervisor.pids());
  await supervisor.stop([["steady"], ["stubborn"]]);
  expect(seen.at(-1)).toBe("stubborn: not yet");
  expect(seen.join()).not.toContain("died");
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});
