import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { defineQuery } from "@plumbline/clickhouse/client";
import { inheritedEnv } from "@plumbline/launcher/engines";
import { startVllm, type VllmSimulator } from "@plumbline/simulator/start-vllm";
import { z } from "zod";
import { findFreePort } from "../free-port.ts";
import { appArguments, type FaultProject, type FaultRig, Process, repository } from "./fault-rig.ts";

const gatewayKey = "sk-faults-gateway";
const model = "model";

/** The gateway as its own processes, in front of a simulated engine and before the rig's ClickHouse. */
export interface GatewayRig {
  url: string;
  headers: Record<string, string>;
  project: FaultProject;
  upstream: VllmSimulator;
  /** Of the processes that take calls. */
  workers(): number[];
  kill(pid: number): void;
  /** SIGKILL to all its processes at once; starts again on the same data. */
  killAll(): Promise<void>;
  start(): Promise<void>;
  /** A chat whose call is found again by its number. */
  bodyOf(number: number, more: { stream: boolean; tokens: number }): object;
  /** What is stored, once everything recorded is and these calls are there, or do not come for long. */
  settle(numbers: readonly number[]): Promise<Map<number, StoredCall[]>>;
  close(): Promise<void>;
}

export interface StoredCall {
  outputTokens: number | null;
  isEnded: boolean;
}

const storedCalls = defineQuery({
  name: "faults.gateway-calls",
  params: z.object({ projectId: z.string() }),
  row: z.object({
    user: z.string(),
    tokens: z.coerce.number().nullable(),
    ended: z.coerce.boolean(),
  }),
  sql: `SELECT s.user_id AS user, s.output_tokens AS tokens, isNotNull(s.end_time) AS ended
    FROM spans AS s FINAL
    WHERE s.project_id = {projectId:String} AND s.kind = 'GENERATION' AND s.source = 'gateway'
      AND s.start_time > now() - INTERVAL 1 DAY`,
});

async function openGatewayRig(rig: FaultRig, workers = 2): Promise<GatewayRig> {
  const upstream = await startVllm({ models: [model], seed: 1, profile: "stream-50", record: true });
  const project = await rig.createProject();
  const dataDirectory = join(rig.dataDirectory, `gateway-${project.projectId}`);
  mkdirSync(dataDirectory, { recursive: true });
  const file = join(dataDirectory, "gateway.json");
  const replica = { url: upstream.url, kind: "vllm", model };
  const pool = { name: model, replicas: [replica], retries: { attempts: 0 } };
  writeFileSync(file, JSON.stringify({ keys: [{ key: gatewayKey }], pools: [pool] }));
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const gateway = new Process({
    name: "gateway",
    nodeArguments: appArguments("gateway"),
    workingDirectory: repository,
    env: {
      ...inheritedEnv(),
      NODE_ENV: "production",
      LOG_LEVEL: "error",
      GATEWAY_PORT: String(port),
      GATEWAY_HOST: "127.0.0.1",
      GATEWAY_WORKERS: String(workers),
      GATEWAY_CONFIG_FILE: file,
      JOURNAL_MAX_DISK_BYTES: String(allowanceBytes),
      CLICKHOUSE_URL: rig.wire.url,
      PLUMBLINE_DATA_DIR: dataDirectory,
      PLUMBLINE_KEY_PEPPER: "pepper of the gateway's faults",
      PLUMBLINE_INIT_PROJECT_ID: project.projectId,
    },
    readiness: { kind: "url", url: `${origin}/ready` },
    stopTimeoutMs: 60_000,
  });
  await gateway.start();
  await untilDrained(origin, workers);
  return {
    url: `${origin}/v1/chat/completions`,
    headers: { authorization: `Bearer ${gatewayKey}` },
    project,
    upstream,
    workers: () => childrenOf(gateway.pid),
    kill: (pid) => void process.kill(pid, "SIGKILL"),
    async killAll() {
      for (const pid of childrenOf(gateway.pid)) process.kill(pid, "SIGKILL");
      await gateway.kill();
    },
    async start() {
      await gateway.start();
      await untilDrained(origin, workers);
    },
    bodyOf: (number, { stream, tokens }) => ({
      model,
      stream,
      user: `call-${number}`,
      messages: [{ role: "user", content: `Count for call-${number}. [[sequence]] [[tokens=${tokens}]]` }],
    }),
    async settle(numbers) {
      const deadline = Date.now() + arriveWithinMs;
      for (;;) {
        await untilDrained(origin, workers);
        const calls = await readCalls(rig, project);
        if (numbers.every((number) => calls.has(number)) || Date.now() > deadline) return calls;
        await sleep(500);
      }
    },
    async close() {
      await gateway.terminate();
      await upstream.close();
    },
  };
}

/** Each test has a project and processes of its own. */
export async function withGateway(
  rig: FaultRig,
  work: (gateway: GatewayRig) => Promise<void>,
): Promise<void> {
  const gateway = await openGatewayRig(rig);
  try {
    await work(gateway);
  } finally {
    await gateway.close();
  }
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

async function readCalls(rig: FaultRig, { projectId }: FaultProject): Promise<Map<number, StoredCall[]>> {
  const calls = new Map<number, StoredCall[]>();
  for (const row of await rig.store.query(storedCalls, { projectId })) {
    const number = Number(row.user.replace("call-", ""));
    const { tokens: outputTokens, ended: isEnded } = row;
    calls.set(number, [...(calls.get(number) ?? []), { outputTokens, isEnded }]);
  }
  return calls;
}

const drainedWithinMs = 120_000;
const arriveWithinMs = 30_000;
const allowanceBytes = 1024 ** 3;

/** Several looks in a row: a record is on its way to the journal for a moment after its call. */
async function untilDrained(origin: string, workers: number): Promise<void> {
  const deadline = Date.now() + drainedWithinMs;
  for (let quiet = 0; quiet < 3; ) {
    const left = await readLeft(origin, workers).catch(() => 1);
    quiet = left === 0 ? quiet + 1 : 0;
    if (Date.now() > deadline) throw new Error("The gateway's journals do not empty.");
    await sleep(200);
  }
}

/** A worker that does not listen yet tells nothing, which is no zero: it is missed by its allowance. */
async function readLeft(origin: string, workers: number): Promise<number> {
  const page = await (await fetch(`${origin}/metrics`)).text();
  const read = (name: string): number =>
    Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "m").exec(page)?.[1] ?? Number.NaN);
  if (read("plumbline_journal_allowance_bytes") !== workers * allowanceBytes) return 1;
  return read("plumbline_gateway_calls_in_flight") + read("plumbline_journal_backlog_rows");
}
