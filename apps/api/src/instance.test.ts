import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { instanceIdOf } from "./instance.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "plumbline-instance-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

it("is the same after a restart, and another for every data directory", async () => {
  const id = await instanceIdOf(directory);
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(await instanceIdOf(directory)).toBe(id);
  expect(await instanceIdOf(join(directory, "another"))).not.toBe(id);
});

it("is made anew where the file holds none", async () => {
  writeFileSync(join(directory, "api-instance"), "");
  const id = await instanceIdOf(directory);
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(await instanceIdOf(directory)).toBe(id);
});
