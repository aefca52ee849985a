import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Product, startProduct } from "@plumbline/testing/product";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { identify, isAlive } from "./process-identity.ts";

const repository = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const scratch = mkdtempSync(join(tmpdir(), "plumbline-launcher-"));
const root = join(scratch, "product");
const apps = ["api", "gateway", "worker", "dashboard"] as const;
let product: Product | undefined;

/** The real launcher and engines; the apps are stand-ins that answer /ready and follow the contract. */
beforeAll(() => {
  chmodSync(scratch, 0o711);
  for (const app of ["api/dist", "gateway/dist", "worker/dist", "dashboard/.next"]) {
    mkdirSync(join(root, "apps", app), { recursive: true });
  }
  execFileSync(process.execPath, ["build.mjs"], { cwd: join(repository, "packages/launcher") });
  cpSync(join(repository, "packages/launcher/dist"), join(root, "packages/launcher/dist"), {
    recursive: true,
  });
  cpSync(join(repository, "prisma"), join(root, "prisma"), { recursive: true });
  cpSync(join(repository, "package.json"), join(root, "package.json"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  writeFileSync(join(root, "apps/dashboard/.next/BUILD_ID"), "1");
  const fixture = join(repository, "packages/launcher/src/fixtures/app.mjs");
  for (const [app, file] of [
    ["api", "dist/main.js"],
    ["gateway", "dist/main.js"],
    ["worker", "dist/main.js"],
    ["dashboard", "start.mjs"],
  ] as const) {
    cpSync(fixture, join(root, "apps", app, file));
  }
});

afterEach(() => product?.stop());
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const names = [...apps, "postgres", "clickhouse"];

test("starts, says where, survives every kind of death and leaves nothing behind", async () => {
  const dataDir = join(scratch, "data");
  product = await startProduct({ dataDir, root });
  const { ports } = product;
  const first = product.credentials();
  expect(first).toEqual({
    email: "demo@plumbline.local",
    password: expect.stringMatching(/^\S{16,}$/),
    publicKey: expect.stringMatching(/^pk-/),
    secretKey: expect.stringMatching(/^sk-/),
  });
  expect(product.output()).toContain(`http://localhost:${ports.dashboard}`);
  expect(product.output()).toContain(`http://localhost:${ports.grpc}`);

  // What an app is told, and what it is not.
  const env = await (await fetch(`${product.apiUrl}/env`)).json();
  expect(env).toMatchObject({
    PLUMBLINE_SUPERVISED: "1",
    PLUMBLINE_DATA_DIR: dataDir,
    API_PORT: String(ports.api),
    OTLP_GRPC_PORT: String(ports.grpc),
    CLICKHOUSE_URL: product.clickhouseUrl,
    NEXTAUTH_URL: `http://localhost:${ports.dashboard}`,
    PLUMBLINE_API_URL: `http://localhost:${ports.api}`,
  });

  // One that dies comes back.
  for (const name of names) {
    const before = product.pidOf(name);
    product.kill(name);
    await expect.poll(() => product?.output().includes(`${name} is back`), { timeout: 20_000 }).toBe(true);
    expect(product.pidOf(name)).not.toBe(before);
  }

  // Another start on the same directory, and another on the same ports.
  await expect(startProduct({ dataDir, root, ports })).rejects.toThrow(`process ${product.pid}: stop it`);
  await expect(startProduct({ dataDir: join(scratch, "other"), root, ports })).rejects.toThrow(
    `Port ${ports.dashboard} for the dashboard is already in use`,
  );

  // A killed launcher takes everything with it, and the next start does not ask.
  const killed = names.map((name) => identify(product?.pidOf(name) ?? 0));
  await product.killLauncher();
  product = await startProduct({ dataDir, root, ports });
  expect(killed.filter(isAlive)).toEqual([]);
  expect(product.credentials().password).toBeUndefined();

  // The launcher and the keepers of the engines killed at once leave a PostgreSQL.
  for (const name of names) product.kill(name);
  await product.killLauncher();
  product = await startProduct({ dataDir, root, ports });
  expect(product.output()).toContain("ended postgres");

  const stopped = [...names.map((name) => product?.pidOf(name) ?? 0), product.pid].map(identify);
  expect(await product.stop()).toBe(0);
  expect(stopped.filter(isAlive)).toEqual([]);
  expect(product.output()).toMatch(/Stopping \(Ctrl-C\)\nStopped$/);
});

test("ends with the one line of the part that cannot start, its credentials already shown", async () => {
  const start = startProduct({
    dataDir: join(scratch, "broken"),
    root,
    env: { FIXTURE_BROKEN: "worker" },
  });
  await expect(start).rejects.toThrow(
    /Sign in as  [^]*Password  [^]*Secret key  [^]*worker ended \(code 3\) before it was ready:\nFIXTURE_BROKEN is not valid/,
  );
});

test("says which variable to look at when a server of the user's own does not answer", async () => {
  const start = startProduct({
    dataDir: join(scratch, "external"),
    root,
    env: { DATABASE_URL: "postgresql://u:p@127.0.0.1:1/x", PLUMBLINE_WAIT_FOR_SERVERS_MS: "500" },
  });
  await expect(start).rejects.toThrow(/127\.0\.0\.1:1 does not answer .*start it, or correct DATABASE_URL\./);
});
