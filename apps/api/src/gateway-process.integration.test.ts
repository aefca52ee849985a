import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashSecretKey } from "@plumbline/access/api-key";
import { createClickHouse } from "@plumbline/clickhouse/client";
import { createDb, type Db } from "@plumbline/db/client";
import { systemClock } from "@plumbline/runtime/clock";
import { createLogger } from "@plumbline/runtime/logger";
import type { ServiceContext } from "@plumbline/services/context";
import { readGatewayStatus, saveGatewayConfig, saveGatewaySecret } from "@plumbline/services/gateway";
import { createTestDatabase, type TestDatabase } from "@plumbline/testing/engines";
import { findFreePort } from "@plumbline/testing/free-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject } from "./api.fixture.ts";

const pepper = "pepper of the tests";
const gatewayKey = "sk-test-of-the-gateway-process";
const secret = "sk-upstream-secret-0001";

let database: TestDatabase;
let db: Db;
let ctx: ServiceContext & { pepper: string };
let projectId: string;
let directory: string;
let ports: { api: number; gateway: number };
const children = new Set<ChildProcess>();
const upstreams: Server[] = [];
/** What arrived upstream last. */
let authorization: string | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.databaseUrl });
  const clickhouse = createClickHouse({ url: database.clickhouseUrl });
  const logger = createLogger({ name: "test", level: "silent" });
  const actor = { type: "system", name: "test" } as const;
  ctx = { actor, db, clickhouse, clock: systemClock, requestId: "test", logger, pepper };
  projectId = await createProject(db);
  await db.apiKey.create({
    data: {
      projectId,
      name: "app",
      publicKey: "pk-app",
      secretHash: hashSecretKey(gatewayKey, pepper),
      displaySecret: "",
      scopes: ["gateway"],
    },
  });
  directory = mkdtempSync(join(tmpdir(), "plumbline-gateway-"));
  ports = { api: await findFreePort(), gateway: await findFreePort() };
});

afterAll(async () => {
  await Promise.all([...children].map((child) => kill(child, "SIGTERM")));
  for (const server of upstreams) server.close().closeAllConnections();
  await db?.$disconnect();
  await ctx?.clickhouse.close();
  rmSync(directory, { recursive: true, force: true });
});

/** From its sources, as a process of its own. */
function start(app: "api" | "gateway"): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts"], {
    cwd: fileURLToPath(new URL(`../../${app}`, import.meta.url)),
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env.PATH,
      LOG_LEVEL: "fatal",
      API_PORT: String(ports.api),
      API_HOST: "127.0.0.1",
      OTLP_GRPC_PORT: "0",
      GATEWAY_PORT: String(ports.gateway),
      GATEWAY_HOST: "127.0.0.1",
      GATEWAY_WORKERS: "1",
      GATEWAY_DRAIN_SECONDS: "1",
      EGRESS_ALLOW_PRIVATE: "127.0.0.1",
      DATABASE_URL: database.databaseUrl,
      CLICKHOUSE_URL: database.clickhouseUrl,
      PLUMBLINE_DATA_DIR: directory,
      PLUMBLINE_KEY_PEPPER: pepper,
      PLUMBLINE_API_URL: `http://127.0.0.1:${ports.api}`,
    },
  });
  children.add(child);
  return child;
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}

async function startUpstream(content: string): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === "POST") authorization = request.headers.authorization;
    const message = { role: "assistant", content };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: "1", object: "chat.completion", choices: [{ index: 0, message }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  upstreams.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the gateway answers to a call: its content, or its status when it is none. */
async function ask(): Promise<string> {
  const body = JSON.stringify({ model: "model-a", messages: [{ role: "user", content: "Who?" }] });
  const answer = await fetch(`http://127.0.0.1:${ports.gateway}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gatewayKey}`, "content-type": "application/json" },
    body,
  }).catch(() => null);
  if (answer === null) return "no gateway";
  const text = await answer.text();
  return answer.status === 200 ? JSON.parse(text).choices[0].message.content : `${answer.status} ${text}`;
}

const poolAt = (url: string): string =>
  `pools:\n  - name: model-a\n    replicas:\n      - { name: one, url: "${url}", kind: vllm, api_key: "secret:up" }\n`;

test("a gateway follows the database, outlives the API, and starts from its disk without it", async () => {
  const [first, second] = [await startUpstream("first"), await startUpstream("second")];
  await saveGatewaySecret(ctx, { projectId, name: "up", value: secret, origins: [first, second] });
  await saveGatewayConfig(ctx, { projectId, document: poolAt(first), basedOn: 0 });
  const api = start("api");
  const gateway = start("gateway");
  await expect.poll(ask).toBe("first");
  expect(authorization).toBe(`Bearer ${secret}`);

  await saveGatewayConfig(ctx, { projectId, document: poolAt(second), basedOn: 1 });
  await expect.poll(ask).toBe("second");
  const status = () => readGatewayStatus(ctx, { projectId });
  await expect.poll(status).toMatchObject({
    silent: false,
    servedVersion: 2,
    workers: 1,
    pools: [
      { name: "model-a", fromFile: false, replicas: [{ name: "one", healthy: true, breaker: "closed" }] },
    ],
  });

  await kill(api, "SIGKILL");
  expect(await ask()).toBe("second");
  // Below gateway/ lies what it starts from; nothing of it gives a secret away.
  const kept = readFileSync(join(directory, "gateway", "told"));
  expect(kept.includes("sk-upstream")).toBe(false);
  expect(kept.includes("model-a")).toBe(false);

  await kill(gateway, "SIGKILL");
  start("gateway");
  await expect.poll(ask).toBe("second");
  expect(authorization).toBe(`Bearer ${secret}`);

  // The API comes back to a gateway that has waited for it.
  start("api");
  await saveGatewayConfig(ctx, { projectId, document: poolAt(first), basedOn: 2 });
  await expect.poll(ask).toBe("first");
});
