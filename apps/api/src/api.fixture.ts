import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hashSecretKey } from "@plumbline/access/api-key";
import type { Scope } from "@plumbline/access/scopes";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { createDb, type Db } from "@plumbline/db/client";
import { type Drainer, startDrainer } from "@plumbline/ingestion/drainer";
import { type Journal, openJournal } from "@plumbline/journal/journal";
import { createDiskStore } from "@plumbline/media-store/disk-store";
import type { MediaStore } from "@plumbline/media-store/media-store";
import { systemClock } from "@plumbline/runtime/clock";
import { createLogger } from "@plumbline/runtime/logger";
import { createMetrics } from "@plumbline/runtime/metrics";
import type { ServiceContext } from "@plumbline/services/context";
import { listRejectedEvents, type RejectedEventRow } from "@plumbline/services/rejected-event";
import { createTestDatabase, type TestDatabase } from "@plumbline/testing/engines";
import type { ApiDeps } from "./deps.ts";
import { envSchema } from "./env.ts";
import { createReadiness } from "./readiness.ts";
import { type ApiServer, createApiServer } from "./server.ts";

const pepper = "pepper of the tests";
/** What holds where nothing is set. */
const defaults = envSchema.parse({
  DATABASE_URL: "postgres://nowhere",
  CLICKHOUSE_URL: "http://nowhere",
  PLUMBLINE_KEY_PEPPER: pepper,
});

interface TestKey {
  publicKey: string;
  secretKey: string;
  /** Value of the Authorization header. */
  basic: string;
}

export interface TestApi extends ApiServer {
  url: string;
  /** Where journal and media lie. */
  directory: string;
  /** How far the clock of the routes is ahead. */
  clock: { offsetMs: number };
  projectId: string;
  key: TestKey;
  db: Db;
  clickhouse: ClickHouse;
  journal: Journal;
  createKey(scopes: Scope[], changes?: KeyChanges): Promise<TestKey>;
  /** Fetches with the full key unless the headers say otherwise. */
  call(path: string, init?: CallInit): Promise<Response>;
  /** What verbs receive, for reads that no route of this API offers. */
  ctx: ServiceContext;
  drainer: Drainer;
  setCustomPrices: Drainer["setCustomPrices"];
  rejectedEvents(): Promise<RejectedEventRow[]>;
  /** Until everything that was acknowledged can be read. */
  drained(): Promise<void>;
  close(): Promise<void>;
}

type CallInit = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

interface KeyChanges {
  revokedAt?: Date;
  expiresAt?: Date;
  /** null: only the public half exists. */
  secretHash?: null;
  allowedOrigins?: string[];
  /** The project of the suite unless given. */
  projectId?: string;
}

interface TestApiOptions {
  /** Fresh unless given. */
  database?: TestDatabase;
  /** Where the drainer and the reads look, when it is not the database's own address. */
  clickhouseUrl?: string;
  limits?: Partial<ApiDeps["limits"]>;
  /** On disk unless given. */
  media?: MediaStore;
  /** What the journal may take of the disk; no limit unless given. */
  journalBytes?: number;
}

/** The whole API with journal and drainer on a fresh database, listening on a free port. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = options.database ?? (await createTestDatabase());
  const clickhouseUrl = options.clickhouseUrl ?? database.clickhouseUrl;
  const directory = mkdtempSync(join(tmpdir(), "plumbline-api-"));
  const logger = createLogger({ name: "test", level: "silent" });
  const metrics = createMetrics({ process: "test" });
  const db = createDb({ url: database.databaseUrl });
  const clickhouse = createClickHouse({ url: clickhouseUrl });
  const journal = await openJournal({
    directory,
    maxDiskBytes: options.journalBytes ?? Number.POSITIVE_INFINITY,
  });
  const workerEntry = new URL("./drain-thread-from-source.mjs", import.meta.url);
  const drainer = startDrainer({ journal, clickhouseUrl, workerEntry, metrics, logger });
  const ahead = { offsetMs: 0 };
  const api = await createApiServer({
    db,
    clickhouse,
    journal,
    media: options.media ?? (await createDiskStore(join(directory, "media"))),
    clock: {
      nowMs: () => systemClock.nowMs() + ahead.offsetMs,
      nowUs: () => systemClock.nowUs() + ahead.offsetMs * 1_000,
    },
    logger,
    metrics,
    pepper,
    limits: { ...defaults, ...options.limits },
    isReady: createReadiness({ db, clickhouse, journal, drainer }),
  });
  const url = await api.server.listen({ port: 0, host: "127.0.0.1" });
  const projectId = await createProject(db);
  const createKey: TestApi["createKey"] = (scopes, changes) => insertKey(db, projectId, scopes, changes);
  const key = await createKey(["ingest", "read", "prompts", "scores", "admin"]);
  const actor = { type: "system", name: "test" } as const;
  const ctx = { actor, db, clickhouse, clock: systemClock, requestId: "test", logger };
  return {
    ...api,
    drainer,
    directory,
    clock: ahead,
    setCustomPrices: (prices) => drainer.setCustomPrices(prices),
    url,
    projectId,
    key,
    db,
    clickhouse,
    journal,
    createKey,
    call: (path, init = {}) =>
      fetch(`${url}${path}`, { ...init, headers: { authorization: key.basic, ...init.headers } }),
    ctx,
    rejectedEvents: async () => (await listRejectedEvents(ctx, { projectId, limit: 100 })).rows,
    drained: () => drained(drainer, journal),
    async close() {
      const closed = api.server.close();
      // What a test left half sent would be waited for.
      api.server.server.closeAllConnections();
      await closed;
      await drainer.stop();
      await journal.close();
      await clickhouse.close();
      await db.$disconnect();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function createProject(db: Db): Promise<string> {
  const organization = await db.organization.create({ data: { name: "Acme" } });
  const project = await db.project.create({ data: { organizationId: organization.id, name: "Production" } });
  return project.id;
}

async function insertKey(
  db: Db,
  projectId: string,
  scopes: Scope[],
  changes: KeyChanges = {},
): Promise<TestKey> {
  const publicKey = `pk-lf-${randomUUID()}`;
  const secretKey = `sk-lf-${randomUUID()}`;
  await db.apiKey.create({
    data: {
      projectId,
      name: "test",
      publicKey,
      secretHash: hashSecretKey(secretKey, pepper),
      displaySecret: "sk-…",
      scopes,
      ...changes,
    },
  });
  const basic = `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`;
  return { publicKey, secretKey, basic };
}

async function drained(drainer: Drainer, journal: Journal): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (journal.stats().backlogRecords > 0) {
    if (Date.now() > deadline) throw new Error(`not drained: ${drainer.status().lastError}`);
    await sleep(20);
  }
}

const captures = new URL("../../../packages/spans/fixtures/", import.meta.url);

/** Exact bytes that a published client sent; see the README beside them. */
export function readCapture(name: string): Buffer {
  return readFileSync(new URL(name, captures));
}

/** The JSON bodies of a client's requests, in the order in which it sent them. */
export function readCapturedBodies(client: string): string[] {
  const capture: { requests: Array<{ body: unknown }> } = JSON.parse(
    readFileSync(new URL(`${client}.json`, captures), "utf8"),
  );
  return capture.requests.map(({ body }) => JSON.stringify(body));
}

/** The totals that a correct receiver derives from each capture. */
export function readExpected(): Record<string, CaptureTotals> {
  return JSON.parse(readFileSync(new URL("expected.json", captures), "utf8"));
}

export interface CaptureTotals {
  spans?: number;
  traces?: number;
  usage_spans: number;
  totals: { input_total: number; output_total: number };
}
