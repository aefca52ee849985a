import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openJournal } from "./journal.ts";
import { closeReaders, readRecord } from "./read.ts";

const childEntry = fileURLToPath(new URL("./fixtures/append-until-stopped.ts", import.meta.url));

interface Output {
  acked: Map<number, string>;
  lines: string[];
}

function start(command: string, args: string[], output: Output): ChildProcess {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  let rest = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    // A line that a kill cut off was not printed.
    rest = lines.pop() ?? "";
    for (const line of lines) {
      output.lines.push(line);
      const [word, sequence, text] = line.split(" ");
      if (word === "acked" && text) output.acked.set(Number(sequence), text);
    }
  });
  return child;
}

async function recoveredTexts(directory: string): Promise<Map<number, string>> {
  const incidents: string[] = [];
  const onIncident = ({ message }: { message: string }): number => incidents.push(message);
  const journal = await openJournal({ directory, onIncident, minFreeBytes: 0 });
  const texts = new Map<number, string>();
  for (;;) {
    const batch = await journal.freeze({ maxRows: 100_000, maxBytes: 100_000_000 });
    if (!batch) break;
    for (const location of batch.records) {
      expect(texts.has(location.sequence)).toBe(false);
      texts.set(location.sequence, Buffer.from(readRecord(location)).toString("latin1").split(" ")[0] ?? "");
    }
  }
  expect(incidents).toEqual([]);
  await journal.close();
  closeReaders();
  return texts;
}

test("20 kills at random moments lose nothing that was acknowledged", { timeout: 180_000 }, async () => {
  const root = mkdtempSync(join(tmpdir(), "plumbline-kill-"));
  const directory = join(root, "journal");
  const output: Output = { acked: new Map(), lines: [] };
  try {
    for (let round = 0; round < 20; round += 1) {
      const before = output.acked.size;
      const child = start(process.execPath, ["--import", "tsx", childEntry, directory], output);
      while (output.acked.size === before && child.exitCode === null) await sleep(5);
      await sleep(Math.random() * 150);
      child.kill("SIGKILL");
      await once(child, "close");
      expect(child.signalCode).toBe("SIGKILL");
    }
    const recovered = await recoveredTexts(directory);
    expect(output.acked.size).toBeGreaterThan(20);
    for (const [sequence, text] of output.acked) expect(recovered.get(sequence)).toBe(text);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("a disk that is full refuses, keeps what it acknowledged, and works again after reopening", {
  timeout: 60_000,
}, async () => {
  const root = mkdtempSync(join(tmpdir(), "plumbline-full-"));
  const disk = join(root, "disk");
  mkdirSync(disk);
  // A real ENOSPC needs a file system of our own; without that right a limit on file sizes stands in.
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]).status === 0;
  const output: Output = { acked: new Map(), lines: [] };
  try {
    const directory = join(disk, "journal");
    const run = [process.execPath, "--import", "tsx", childEntry, directory];
    const limited = ["-c", 'ulimit -f 100; exec "$0" "$@"', ...run];
    const child = mounted ? start(run[0] ?? "", run.slice(1), output) : start("sh", limited, output);
    await once(child, "close");
    expect(output.lines.slice(-2)).toEqual(["refused unavailable", "refused again"]);
    expect(output.acked.size).toBeGreaterThan(5);
    if (mounted) spawnSync("mount", ["-o", "remount,size=8m", disk]);
    const recovered = await recoveredTexts(directory);
    for (const [sequence, text] of output.acked) expect(recovered.get(sequence)).toBe(text);
  } finally {
    if (mounted) spawnSync("umount", [disk]);
    rmSync(root, { recursive: true, force: true });
  }
});
