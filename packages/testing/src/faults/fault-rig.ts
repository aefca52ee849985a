import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashSecretKey } from "@plumbline/access/api-key";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { createDb, type Db } from "@plumbline/db/client";
import { migrateDatabase } from "@plumbline/db/migrate";
import {
  type ChildSpec,
  describeClickHouseEngine,
  describePostgresEngine,
  inheritedEnv,
  type RunningChild,
  spawnChild,
} from "@plumbline/launcher/engines";
import { findFreePort } from "../free-port.ts";
import { type FaultWire, openFaultWire } from "./fault-wire.ts";

export const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const pepper = "pepper of the fault suite";

/** A process that can be killed, stopped and started again, always by its own recorded id. */
interface Part {
  readonly pid: number;
  /** SIGKILL, resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  terminate(): Promise<number | null>;
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
  start(env?: Record<string, string>): Promise<void>;
}

export interface FaultProject {
  projectId: string;
  authorization: string;
}

/** The API as its own process over real engines, with a wire between the two that faults can be put in. */
export interface FaultRig {
  apiUrl: string;
  api: Part;
  postgres: Part;
  clickhouse: Part;
  /** Between the API and ClickHouse. */
  wire: FaultWire;
  /** Past the wire. */
  store: ClickHouse;
  db: Db;
  /** The API's data directory. */
  dataDirectory: string;
  clickhouseDirectory: string;
  createProject(): Promise<FaultProject>;
  /** A further key of a project; the API has never seen it. */
  createKey(projectId: string): Promise<string>;
  close(): Promise<void>;
}

interface FaultRigOptions {
  /** Variables of the API. */
  env?: Record<string, string>;
  /** Where the API keeps its journal, when not in the rig's own directory. */
  dataDirectory?: string;
}

export async function openFaultRig(options: FaultRigOptions = {}): Promise<FaultRig> {
  const directory = mkdtempSync(join(tmpdir(), "plumbline-faults-"));
  chmodSync(directory, 0o711);
  const password = randomBytes(12).toString("hex");
  const clickhouseDirectory = join(directory, "clickhouse");
  const postgresEngine = describePostgresEngine({
    directory: join(directory, "postgres"),
    port: await findFreePort(),
    password,
    unsafeWithoutFsync: true,
  });
  const clickhouseEngine = describeClickHouseEngine({
    directory: clickhouseDirectory,
    port: await findFreePort(),
    password,
    maxMemoryBytes: 1024 ** 3,
  });
  const postgres = new Process(postgresEngine.spec, join(directory, "postgres", "postmaster.pid"));
  const clickhouse = new Process(clickhouseEngine.spec);
  await Promise.all([postgres.start(), clickhouse.start()]);

  const store = createClickHouse({ url: clickhouseEngine.url });
  await store.createDatabase();
  await Promise.all([migrateDatabase({ url: postgresEngine.url }), migrateClickHouse(store)]);
  const wire = await openFaultWire(clickhouseEngine.url);
  const db = createDb({ url: postgresEngine.url });

  const apiPort = await findFreePort();
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const dataDirectory = options.dataDirectory ?? join(directory, "data");
  mkdirSync(dataDirectory, { recursive: true });
  const api = new Process({
    name: "api",
    nodeArguments: appArguments("api"),
    workingDirectory: repository,
    env: {
      ...inheritedEnv(),
      NODE_ENV: "production",
      LOG_LEVEL: "error",
      API_PORT: String(apiPort),
      API_HOST: "127.0.0.1",
      // Its port is fixed, and another Plumbline of this machine may have it.
      OTLP_GRPC_PORT: "0",
      DATABASE_URL: postgresEngine.url,
      CLICKHOUSE_URL: wire.url,
      PLUMBLINE_DATA_DIR: dataDirectory,
      PLUMBLINE_KEY_PEPPER: pepper,
      ...options.env,
    },
    readiness: { kind: "url", url: `${apiUrl}/ready` },
    stopTimeoutMs: 30_000,
  });
  await api.start();

  const createKey = (projectId: string): Promise<string> => insertKey(db, projectId);
  return {
    apiUrl,
    api,
    postgres,
    clickhouse,
    wire,
    store,
    db,
    dataDirectory,
    clickhouseDirectory,
    createKey,
    async createProject() {
      const organization = await db.organization.create({ data: { name: "Faults" } });
      const data = { organizationId: organization.id, name: randomUUID() };
      const { id } = await db.project.create({ data });
      return { projectId: id, authorization: await createKey(id) };
    },
    async close() {
      await api.terminate();
      await wire.close();
      await store.close();
      await db.$disconnect();
      await Promise.all([postgres.terminate(), clickhouse.terminate()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The bundle that ships when there is one, else the sources. */
export function appArguments(app: "api" | "gateway"): string[] {
  const bundle = join(repository, "apps", app, "dist/main.js");
  const wantsBundle = process.env["PLUMBLINE_FAULTS_BUNDLE"] === "1";
  if (wantsBundle && existsSync(bundle)) return [bundle];
  return ["--import", "tsx", join(repository, "apps", app, "src/main.ts")];
}

export class Process implements Part {
  readonly #spec: ChildSpec;
  /** Where a server that our child only watches over writes its own id. */
  readonly #pidFile: string | null;
  #running: RunningChild | null = null;

  constructor(spec: ChildSpec, pidFile: string | null = null) {
    this.#spec = spec;
    this.#pidFile = pidFile;
  }

  get pid(): number {
    if (this.#running === null) throw new Error(`${this.#spec.name} is not running`);
    return this.#running.pid;
  }

  async start(env: Record<string, string> = {}): Promise<void> {
    const running = spawnChild({ ...this.#spec, env: { ...this.#spec.env, ...env } }, () => undefined);
    this.#running = running;
    await running.ready;
  }

  async kill(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    const watched =
      this.#pidFile === null ? null : Number(readFileSync(this.#pidFile, "utf8").split("\n")[0]);
    process.kill(running.pid, "SIGKILL");
    if (watched !== null) process.kill(watched, "SIGKILL");
    await running.exited;
    this.#running = null;
  }

  async terminate(): Promise<number | null> {
    const running = this.#running;
    if (running === null) return null;
    this.#running = null;
    return (await running.stop()).code;
  }

  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    process.kill(this.pid, signal);
  }
}

async function insertKey(db: Db, projectId: string): Promise<string> {
  const publicKey = `pk-lf-${randomUUID()}`;
  const secretKey = `sk-lf-${randomUUID()}`;
  await db.apiKey.create({
    data: {
      projectId,
      name: "faults",
      publicKey,
      secretHash: hashSecretKey(secretKey, pepper),
      displaySecret: "sk-…",
      scopes: ["ingest", "read"],
    },
  });
  return `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`;
}
