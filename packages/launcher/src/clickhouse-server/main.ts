import { lowerProcessPriority } from "@plumbline/runtime/lower-priority";
import { exitWhenParentGone, onShutdown } from "@plumbline/runtime/shutdown";
import { readyLine } from "../child-contract.ts";
import { readClickHouseServerEnv } from "./env.ts";
import { openInbox } from "./inbox.ts";
import { openNativeEngine } from "./native-engine.ts";
import { createClickHouseServer } from "./server.ts";

const drainMs = 5_000;
/** Of the 32 libuv threads that the launcher asks for. */
const concurrency = 24;
const maxBodyBytes = 512 * 1024 ** 2;

// Before the engine starts its threads. What it has to write lies safe in a journal until it comes to it.
lowerProcessPriority();
const env = readClickHouseServerEnv();
const engine = openNativeEngine({ directory: env.directory, maxMemoryBytes: env.maxMemoryBytes });
// The first statement after opening loads what the others reuse.
await engine.withConnection((connection) => connection.query("SELECT 1", "TabSeparated"));

const server = createClickHouseServer({
  engine,
  inbox: openInbox(env.directory),
  password: env.password,
  maxBodyBytes,
  concurrency,
});
server.on("error", (error) => {
  process.stderr.write(`The embedded ClickHouse cannot listen on port ${env.port}: ${error.message}\n`);
  process.exit(1);
});
server.listen(env.port, "127.0.0.1", () => process.stdout.write(`${readyLine}\n`));

onShutdown("clickhouse", async () => {
  const closed = new Promise<"closed">((resolve) => server.close(() => resolve("closed")));
  server.closeIdleConnections();
  const outcome = await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, drainMs))]);
  // With a statement still running the engine may not be closed; its data is safe either way.
  if (outcome === "closed") engine.close();
});
exitWhenParentGone();
