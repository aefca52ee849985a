import { createServer } from "node:net";
import { findFreePort } from "@plumbline/testing/free-port";
import { expect, test } from "vitest";
import { checkBuilt, checkNodeVersion, checkPlatform, checkPorts, readPlatform } from "./preflight.ts";

test("says which Node it needs", () => {
  for (const version of ["20.19.0", "20.20.2", "22.0.0", "24.1.0"]) checkNodeVersion(version);
  expect(() => checkNodeVersion("18.20.4")).toThrow(/^Plumbline needs Node 20\.19 .*18\.20\.4: install it/);
  expect(() => checkNodeVersion("20.18.3")).toThrow("20.18.3");
});

test("names the variables that replace engines which cannot run here", () => {
  const windows = { os: "win32", arch: "x64", hasGlibc: false };
  expect(() => checkPlatform(windows, ["DATABASE_URL", "CLICKHOUSE_URL"])).toThrow(
    "do not run on win32-x64: set DATABASE_URL and CLICKHOUSE_URL",
  );
  expect(() => checkPlatform({ os: "linux", arch: "x64", hasGlibc: false }, ["CLICKHOUSE_URL"])).toThrow(
    "linux-x64 (musl): set CLICKHOUSE_URL",
  );
  checkPlatform(windows, []);
  checkPlatform({ os: "darwin", arch: "arm64", hasGlibc: false }, ["DATABASE_URL"]);
  checkPlatform(readPlatform(), ["DATABASE_URL"]);
});

test.each([undefined, "127.0.0.1"])("names a busy port and its variable (listener on %s)", async (host) => {
  const port = await findFreePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const use = { port, variable: "API_PORT", owner: "API" };
  await expect(checkPorts([use], 0)).rejects.toThrow(
    `Port ${port} for the API is already in use: stop the program that holds it, or set API_PORT to a free port.`,
  );
  const patient = checkPorts([use], 10_000);
  server.close();
  await patient;
});

test("refuses one port for two processes", async () => {
  const uses = ["API_PORT", "WORKER_PORT"].map((variable) => ({ port: 41_999, variable, owner: variable }));
  await expect(checkPorts(uses, 0)).rejects.toThrow("API_PORT and WORKER_PORT both name port 41999");
});

test("says what to do when nothing was built", () => {
  expect(() => checkBuilt(["/nowhere/main.js"])).toThrow("/nowhere/main.js is missing: run npm start");
});
