import { join } from "node:path";
import type { InitResult } from "@plumbline/services/init";
import { checkFreeSpace, type DataDirectory } from "./data-directory.ts";
import { removeDemoFiles, startDemo } from "./demo-child.ts";
import type { LauncherEnv } from "./env.ts";
import { listEmbedded, listPorts, makePlan, type Plan } from "./plan.ts";
import { checkBuilt, checkPlatform, checkPorts, checkReachableFromRoot, readPlatform } from "./preflight.ts";
import { prepareAccounts, prepareClickHouse, preparePostgres, settlePostgres } from "./prepare.ts";
import { endLeftovers } from "./recover.ts";
import { ensureSecrets } from "./secrets.ts";
import { createSupervisor, type Supervisor, type SupervisorEvents } from "./supervisor.ts";
import { createTerminal, type Terminal } from "./terminal.ts";
import { watchNpm } from "./watch-npm.ts";

const diskPollMs = 60_000;
/** Ports of a run that was killed a moment ago come free within this time. */
const crashedPortPatienceMs = 5_000;
/** Senders first, so that nothing new arrives where it can no longer be stored. */
const stopOrder = [["demo"], ["gateway", "dashboard", "api", "worker"], ["clickhouse", "postgres"]] as const;

export interface RunOptions {
  env: LauncherEnv;
  directory: DataDirectory;
  root: string;
  isDevelopment: boolean;
  /** Sample traffic was asked for. */
  wantsDemo: boolean;
}

/** Brings everything up, resolves when it serves, and keeps it so until a signal. Throws one line. */
export async function runProduct(options: RunOptions): Promise<void> {
  const { env, directory, root, isDevelopment } = options;
  const startedMs = Date.now();
  const terminal = createTerminal(join(directory.path, "logs"), (text) => process.stdout.write(text));
  await preflight(env, directory, terminal);
  const isDemo = decideDemo(options, terminal);
  removeDemoFiles(directory.path);
  const plan = makePlan({ env, secrets: ensureSecrets(directory.path), root, isDevelopment, isDemo });
  checkBuilt(plan.builtFiles);

  let isStopping = false;
  const supervisor = createSupervisor({
    line: (name, line, isError) => terminal.childLine(name, line, isError),
    died: (name, how, retryInMs) =>
      terminal.step(`  ${name} ended (${how}), starting it again in ${retryInMs / 1000} s`),
    silent: (name) => terminal.step(`  ${name} does not answer any more`),
    recovered: (name) => terminal.step(`  ${name} is back`),
    changed: recordChildren(directory, terminal),
  });
  const stop = async (reason: string, exitCode: number) => {
    if (isStopping) return;
    isStopping = true;
    terminal.step(`\nStopping (${reason})`);
    terminal.quieten();
    await supervisor.stop(stopOrder);
    removeDemoFiles(directory.path);
    terminal.step("Stopped");
    terminal.close();
    process.exit(exitCode);
  };
  stopOnSignals((reason) => void stop(reason, 0));

  try {
    const demo = await bringUp({ plan, env, supervisor, terminal, isDemo });
    if (isStopping) return;
    printAddresses(plan, env, directory.path, terminal);
    if (demo !== null) terminal.step(demo);
    terminal.step(`Started in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
    terminal.step("Plumbline is ready");
    watchDisk(directory.path, terminal);
  } catch (error) {
    if (isStopping) return;
    isStopping = true;
    terminal.quieten();
    await supervisor.stop(stopOrder);
    removeDemoFiles(directory.path);
    throw error;
  }
}

async function preflight(env: LauncherEnv, directory: DataDirectory, terminal: Terminal): Promise<void> {
  const embedded = listEmbedded(env);
  checkPlatform(readPlatform(), embedded);
  const warning = checkFreeSpace(directory.path);
  if (warning !== null) terminal.step(warning);
  if (embedded.includes("DATABASE_URL")) checkReachableFromRoot(directory.path);
  if (directory.crashed !== null) {
    terminal.step("The last run was killed: cleaning up after it");
    const ended = await endLeftovers(directory.crashed.children, directory.path);
    if (ended.length > 0) terminal.step(`  ended ${ended.join(", ")}`);
  }
  await checkPorts(listPorts(env), directory.crashed === null ? 0 : crashedPortPatienceMs);
}

/** Without the list only the cleaning up after a crash suffers: a full disk ends nothing. */
function recordChildren(directory: DataDirectory, terminal: Terminal): SupervisorEvents["changed"] {
  let hasFailed = false;
  return (children) => {
    try {
      directory.recordChildren(children);
    } catch (error) {
      if (hasFailed) return;
      hasFailed = true;
      const reason = error instanceof Error ? error.message : String(error);
      terminal.step(`  The list of processes cannot be written (${reason}): make room on the disk.`);
    }
  };
}

/** Pools of the user's own are left alone, and sample traffic is no use to them. */
function decideDemo({ env, wantsDemo }: RunOptions, terminal: Terminal): boolean {
  if (!wantsDemo || env.GATEWAY_CONFIG_FILE === undefined) return wantsDemo;
  terminal.step(
    `No demo: the gateway has your own pools of ${env.GATEWAY_CONFIG_FILE}; unset GATEWAY_CONFIG_FILE to see it.`,
  );
  return false;
}

interface BringUpOptions {
  plan: Plan;
  env: LauncherEnv;
  supervisor: Supervisor;
  terminal: Terminal;
  isDemo: boolean;
}

/** Returns what there is to say about the demo, or null. */
async function bringUp(options: BringUpOptions): Promise<string | null> {
  const { plan, env, supervisor, terminal, isDemo } = options;
  const engines = [plan.postgres, plan.clickhouse].filter((engine) => engine !== null);
  if (engines.length > 0) terminal.step(`Starting ${engines.map(({ spec }) => spec.name).join(" and ")}`);
  await Promise.all(engines.map(({ spec }) => supervisor.start(spec)));

  const [postgres, clickhouse] = await Promise.all([
    preparePostgres(plan.databaseUrl, env.PLUMBLINE_WAIT_FOR_SERVERS_MS),
    prepareClickHouse(plan.clickhouseUrl, env.PLUMBLINE_WAIT_FOR_SERVERS_MS, env.CLICKHOUSE_CLUSTER),
  ]);
  const migrated = postgres.length + clickhouse.length;
  if (migrated > 0) terminal.step(`Applied ${migrated} migrations`);
  // Shown at once: nothing that fails later may cost credentials that exist only here.
  printCredentials(await prepareAccounts(plan.databaseUrl, plan.keyPepper, env), terminal);
  if (plan.postgres !== null && postgres.length > 0) await settlePostgres(plan.databaseUrl);

  // Before the gateway, which reads the configuration that it writes.
  const demo = isDemo ? await startDemo(env, plan, supervisor) : null;
  terminal.step(`Starting ${plan.apps.map(({ name }) => name).join(", ")}`);
  await Promise.all(plan.apps.map((spec) => supervisor.start(spec)));
  return demo;
}

/** Only what was made up just now. */
function printCredentials(accounts: InitResult, terminal: Terminal): void {
  const rows: Array<[string, string]> = [];
  if (accounts.user?.password !== undefined) {
    rows.push(["Sign in as", accounts.user.email], ["Password", accounts.user.password]);
  }
  if (accounts.keys !== undefined) {
    rows.push(["Public key", accounts.keys.publicKey], ["Secret key", accounts.keys.secretKey]);
  }
  if (rows.length === 0) return;
  terminal.table([...rows, ["", "Shown this once: keep them."]]);
}

function printAddresses(plan: Plan, env: LauncherEnv, dataDirectory: string, terminal: Terminal): void {
  const host = (url: string) => new URL(url).host;
  terminal.table([
    ["Dashboard", plan.dashboardUrl],
    ["API", plan.apiUrl],
    ["OTLP gRPC", env.OTLP_GRPC_PORT === 0 ? "off" : grpcAddress(plan, env)],
    ["Gateway", `http://localhost:${env.GATEWAY_PORT}/v1`],
    ["Worker", `http://localhost:${env.WORKER_PORT}`],
    ["PostgreSQL", `${host(plan.databaseUrl)}${plan.postgres ? " (embedded)" : ""}`],
    ["ClickHouse", `${host(plan.clickhouseUrl)}${plan.clickhouse ? " (embedded)" : ""}`],
    ["Data and logs", dataDirectory],
  ]);
}

function stopOnSignals(stop: (reason: string) => void): void {
  let interrupts = 0;
  process.on("SIGINT", () => {
    interrupts += 1;
    // npm passes a Ctrl-C on that the terminal has sent already: only a third one is impatience.
    if (interrupts > 2) process.exit(130);
    stop("Ctrl-C");
  });
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGHUP", () => stop("the terminal is gone"));
  watchNpm(() => stop("npm is gone"));
}

function watchDisk(path: string, terminal: Terminal): void {
  let wasLow = false;
  setInterval(() => {
    let warning: string | null;
    try {
      warning = checkFreeSpace(path);
    } catch (error) {
      warning = error instanceof Error ? error.message : String(error);
    }
    if (warning !== null && !wasLow) terminal.step(`  ${warning}`);
    wasLow = warning !== null;
  }, diskPollMs).unref();
}

/** Reached like the API, at a port of its own; SDKs want it written with http. */
function grpcAddress(plan: Plan, env: LauncherEnv): string {
  return `http://${new URL(plan.apiUrl).hostname}:${env.OTLP_GRPC_PORT}`;
}
