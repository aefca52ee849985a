import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createTerminal, type Terminal } from "./terminal.ts";

const logs = mkdtempSync(join(tmpdir(), "plumbline-terminal-"));
afterAll(() => rmSync(logs, { recursive: true, force: true }));

let terminal: Terminal;
let shown: string;
beforeEach(() => {
  shown = "";
  terminal = createTerminal(logs, (text) => {
    shown += text;
  });
});

test("shows what a person has to see and logs everything", () => {
  terminal.childLine("api", '{"level":"info","msg":"listens"}', false);
  terminal.childLine("api", '{"level":"error","msg":"insert failed","err":{"message":"timeout"}}', false);
  terminal.childLine("api", '{"level":60,"msg":"cannot start"}', false);
  terminal.childLine("api", "a plain line", false);
  terminal.childLine("api", "a warning of Node", true);
  terminal.childLine("postgres", "LOG:  checkpoint starting: time", true);
  terminal.childLine("postgres", "FATAL:  out of memory", true);
  expect(shown.split("\n")).toEqual([
    "  [api] insert failed: timeout",
    "  [api] cannot start",
    "  [api] a warning of Node",
    "  [postgres] FATAL:  out of memory",
    "",
  ]);
  expect(readFileSync(join(logs, "api.log"), "utf8").split("\n")).toHaveLength(6);
});

test("shows the first lines of a burst and where the others are", () => {
  for (let line = 0; line < 100; line += 1) terminal.childLine("worker", `broken ${line}`, true);
  expect(shown.split("\n").slice(0, -1)).toEqual([
    ...[0, 1, 2, 3, 4].map((line) => `  [worker] broken ${line}`),
    `  [worker] more of this in ${join(logs, "worker.log")}`,
  ]);
});

test("only logs once it is quiet", () => {
  terminal.quieten();
  terminal.childLine("dashboard", "socket hang up", true);
  expect(shown).toBe("");
  expect(readFileSync(join(logs, "dashboard.log"), "utf8")).toBe("socket hang up\n");
});
