import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { judgeFreeSpace, openDataDirectory } from "./data-directory.ts";
import { openLogFile } from "./log-file.ts";
import { identify } from "./process-identity.ts";
import { ensureSecrets } from "./secrets.ts";

const parent = mkdtempSync(join(tmpdir(), "plumbline-data-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const newDirectory = () => mkdtempSync(join(parent, "run-"));

async function startHolder() {
  const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"]);
  await once(holder.stdout, "data");
  return holder;
}

test("refuses a directory in use with one line, and takes it over once its holder was killed", async () => {
  const path = newDirectory();
  const holder = await startHolder();
  writeFileSync(join(path, "launcher.lock"), JSON.stringify(identify(holder.pid ?? 0)));
  expect(() => openDataDirectory(path)).toThrow(
    `Plumbline already runs on ${path} as process ${holder.pid}: stop it (kill ${holder.pid})`,
  );
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const taken = openDataDirectory(path);
  expect(taken.crashed).toEqual({ children: [] });
  expect(() => openDataDirectory(path)).toThrow(`as process ${process.pid}`);
  taken.release();
});

test("does not mistake another process with the holder's number for the holder", async () => {
  const path = newDirectory();
  const other = await startHolder();
  const lock = { pid: other.pid, startedAt: "another boot 1" };
  writeFileSync(join(path, "launcher.lock"), JSON.stringify(lock));
  expect(openDataDirectory(path).crashed).not.toBeNull();
  other.kill("SIGKILL");
});

test("takes over a lock that was cut short by a full disk", () => {
  const path = newDirectory();
  writeFileSync(join(path, "launcher.lock"), "");
  expect(openDataDirectory(path).crashed).not.toBeNull();
});

test("remembers the processes of a run that crashed, forgets those of one that ended", () => {
  const path = newDirectory();
  const first = openDataDirectory(path);
  expect(first.crashed).toBeNull();
  first.recordChildren([{ name: "api", pid: process.pid }]);
  writeFileSync(join(path, "launcher.lock"), JSON.stringify({ pid: 2 ** 30, startedAt: "" }));
  const second = openDataDirectory(path);
  expect(second.crashed?.children).toEqual([{ name: "api", ...identify(process.pid) }]);
  second.recordChildren([]);
  second.release();
  expect(openDataDirectory(path).crashed).toBeNull();
});

test("leaves what still runs to the next run to clean up", async () => {
  const path = newDirectory();
  const child = await startHolder();
  const directory = openDataDirectory(path);
  directory.recordChildren([{ name: "api", pid: child.pid ?? 0 }]);
  directory.release();
  expect(readFileSync(join(path, "children.json"), "utf8")).toContain(`"pid":${child.pid}`);
  expect(() => openDataDirectory(path)).toThrow(`as process ${process.pid}`);
  child.kill("SIGKILL");
  await once(child, "exit");
  directory.release();
  expect(openDataDirectory(path).crashed).toBeNull();
});

test("says what to do about a directory that cannot be made", () => {
  const file = join(newDirectory(), "file");
  writeFileSync(file, "");
  expect(() => openDataDirectory(join(file, "data"))).toThrow(
    /cannot be written \(ENOTDIR\): correct its owner or set PLUMBLINE_DATA_DIR/,
  );
});

test("makes up secrets once and keeps them from others", () => {
  const path = newDirectory();
  const secrets = ensureSecrets(path);
  expect(new Set(Object.values(secrets)).size).toBe(4);
  const file = join(path, "secrets.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  expect(ensureSecrets(path)).toEqual(secrets);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, "{");
  expect(() => ensureSecrets(path)).toThrow("is damaged: restore it");
});

test("keeps a log bounded and its newest lines", () => {
  const path = join(newDirectory(), "logs", "api.log");
  mkdirSync(join(path, ".."), { recursive: true });
  const log = openLogFile(path, 1_000);
  for (let line = 0; line < 1_000; line += 1) log.writeLine(`line ${line}`);
  log.close();
  expect(readFileSync(path, "utf8")).toContain("line 999\n");
  for (const suffix of ["", ".1", ".2", ".3"]) expect(statSync(path + suffix).size).toBeLessThan(1_100);
  expect(() => statSync(`${path}.4`)).toThrow("ENOENT");
});

test("refuses a full disk in one line, warns of one that fills up, and is silent otherwise", () => {
  const mebibyte = 1024 ** 2;
  expect(() => judgeFreeSpace("/data", 255 * mebibyte)).toThrow(
    "The disk is full (255 MiB free at /data, 256 needed): make room, or set PLUMBLINE_DATA_DIR to another disk.",
  );
  expect(judgeFreeSpace("/data", 256 * mebibyte)).toBe("The disk is getting full: 256 MiB free at /data.");
  expect(judgeFreeSpace("/data", 2048 * mebibyte)).toBeNull();
});
