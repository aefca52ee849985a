import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Product, startProduct } from "@plumbline/testing/product";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { identify, isAlive } from "./process-identity.ts";
import { plantProductTree } from "./product-tree.fixture.ts";

const scratch = mkdtempSync(join(tmpdir(), "plumbline-launcher-"));
const root = join(scratch, "product");
const apps = ["api", "gateway", "worker", "dashboard"] as const;
let product: Product | undefined;

beforeAll(() => {
  chmodSync(scratch, 0o711);
  plantProductTree(root, []);
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
    await expect.poll(() => product?.output().includes(`${name} is back`)).toBe(true);
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

const demoSpans = z.object({
  data: z.array(
    z.object({
      gatewayCalls: z.coerce.number(),
      priced: z.coerce.number(),
      joined: z.coerce.number(),
      models: z.array(z.string()),
      features: z.array(z.string()),
      elsewhere: z.coerce.number(),
    }),
  ),
});

/** What the demo has brought into ClickHouse so far. */
async function readDemo({ clickhouseUrl }: Product) {
  const { origin, username, password } = new URL(clickhouseUrl);
  const response = await fetch(`${origin}/?database=plumbline`, {
    method: "POST",
    headers: { "x-clickhouse-user": username, "x-clickhouse-key": password },
    body: `WITH roots AS (SELECT span_id FROM spans WHERE name = 'answer customer')
      SELECT countIf(source = 'gateway' AND billable AND output_tokens > 0) AS gatewayCalls,
        countIf(source = 'gateway' AND cost > 0) AS priced,
        countIf(source = 'gateway' AND parent_span_id IN roots AND session_id != '') AS joined,
        groupUniqArrayIf(model_used, source = 'gateway' AND model_used != '') AS models,
        groupUniqArrayIf(feature, source = 'gateway' AND feature != '') AS features,
        countIf(project_id != 'demo') AS elsewhere
      FROM spans FORMAT JSON`,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  const [row] = demoSpans.parse(JSON.parse(text)).data;
  if (row === undefined) throw new Error(text);
  return row;
}

test("--demo sends traffic through the gateway into its own project, and ends without a trace of itself", async () => {
  const realRoot = join(scratch, "real");
  plantProductTree(realRoot, ["api", "gateway"]);
  const dataDir = join(scratch, "demo");
  // A production that was set up for another project keeps that one to itself.
  const env = { PLUMBLINE_INIT_PROJECT_ID: "shop", GATEWAY_WORKERS: "1" };
  product = await startProduct({ dataDir, root: realRoot, env, args: ["--demo"] });
  const { ports } = product;
  expect(product.output()).toMatch(
    /Demo: sample traffic .* into the project “Demo project”\. Ctrl-C ends it/,
  );
  expect(statSync(join(dataDir, "secrets.json")).mode & 0o077).toBe(0);
  expect(statSync(join(dataDir, "demo/gateway.yaml")).mode & 0o077).toBe(0);
  await expect
    .poll(async () => product && (await readDemo(product)), { interval: 500 })
    .toMatchObject({
      gatewayCalls: expect.toSatisfy((count: number) => count > 5),
      priced: expect.toSatisfy((count: number) => count > 0),
      joined: expect.toSatisfy((count: number) => count > 5),
      models: expect.arrayContaining(["llama-3.1-8b-instruct", "text-embedding-3-small"]),
      features: expect.arrayContaining(["support-chat"]),
      elsewhere: 0,
    });

  // Its process is a child like the others: killed, it comes back with the same key and new upstreams.
  product.kill("demo");
  await expect.poll(() => product?.output().includes("demo is back")).toBe(true);
  const { gatewayCalls } = await readDemo(product);
  await expect
    .poll(async () => product && (await readDemo(product)).gatewayCalls)
    .toBeGreaterThan(gatewayCalls + 3);

  const running = [...apps, "demo", "postgres", "clickhouse"].map((name) => product?.pidOf(name) ?? 0);
  const stopped = [...running, product.pid].map(identify);
  expect(await product.stop()).toBe(0);
  expect(stopped.filter(isAlive)).toEqual([]);
  expect(existsSync(join(dataDir, "demo"))).toBe(false);
  expect(existsSync(join(dataDir, "gateway/snapshot"))).toBe(false);
  expect(product.output()).toMatch(/Stopping \(Ctrl-C\)\nStopped$/);

  // Without --demo there is none; with it, a second start has the key of the first.
  const keys = readFileSync(join(dataDir, "secrets.json"), "utf8");
  product = await startProduct({ dataDir, root: realRoot, env, ports });
  expect(product.output()).not.toContain("Demo");
  expect(() => product?.pidOf("demo")).toThrow("demo is not running");
  await product.stop();
  product = await startProduct({ dataDir, root: realRoot, env, ports, args: ["--demo"] });
  expect(readFileSync(join(dataDir, "secrets.json"), "utf8")).toBe(keys);
  const before = (await readDemo(product)).gatewayCalls;
  await expect
    .poll(async () => product && (await readDemo(product)).gatewayCalls)
    .toBeGreaterThan(before + 3);
}, 240_000);

test("--demo leaves pools of the user's own alone", async () => {
  const file = join(scratch, "pools.yaml");
  const env = { GATEWAY_CONFIG_FILE: file };
  product = await startProduct({ dataDir: join(scratch, "own"), root, env, args: ["--demo"] });
  expect(product.output()).toContain(`No demo: the gateway has your own pools of ${file};`);
  expect(() => product?.pidOf("demo")).toThrow("demo is not running");
  const told = await (await fetch(`${product.gatewayUrl}/env`)).json();
  expect(told).toMatchObject({ GATEWAY_CONFIG_FILE: file });
});
