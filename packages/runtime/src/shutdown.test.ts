import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const entry = fileURLToPath(new URL("./fixtures/shutdown-process.ts", import.meta.url));

/** Starts a real process, waits until it is up, ends it and returns what it said and its exit code. */
async function run(args: string[], supervised: boolean, end: (child: ChildProcess) => void) {
  const child = spawn(process.execPath, ["--import", "tsx", entry, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], PLUMBLINE_SUPERVISED: supervised ? "1" : "0" },
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const wasUp = output.includes("ready");
    output += chunk.toString();
    if (!wasUp && output.includes("ready")) end(child);
  });
  const [code] = await once(child, "exit");
  return { code, lines: output.trim().split("\n") };
}

describe("onShutdown", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "runs the steps in reverse on %s and exits with 0",
    async (signal) => {
      const { code, lines } = await run([], false, (child) => child.kill(signal));
      expect(lines).toEqual(["ready", "closed last", "closed failing", "closed first"]);
      expect(code).toBe(0);
    },
  );

  it("goes on after a step that throws, and says so by its exit code", async () => {
    const { code, lines } = await run(["--failing"], false, (child) => child.kill("SIGTERM"));
    expect(lines.at(-1)).toBe("closed first");
    expect(code).toBe(1);
  });

  it("leaves at the deadline when a step hangs", async () => {
    const { code, lines } = await run(["--stuck"], false, (child) => child.kill("SIGTERM"));
    expect(lines).toEqual(["ready"]);
    expect(code).toBe(1);
  });
});

describe("exitWhenParentGone", () => {
  it("leaves gracefully once stdin closes", async () => {
    const { code, lines } = await run([], true, (child) => child.stdin?.end());
    expect(lines.at(-1)).toBe("closed first");
    expect(code).toBe(0);
  });

  it("ignores stdin without a supervisor", async () => {
    const { lines } = await run([], false, (child) => {
      child.stdin?.end();
      setTimeout(() => child.kill("SIGKILL"), 300);
    });
    expect(lines).toEqual(["ready"]);
  });
});
