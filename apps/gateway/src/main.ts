import cluster from "node:cluster";
import { createLogger } from "@plumbline/runtime/logger";
import { shutdown } from "@plumbline/runtime/shutdown";
import { readEnv, readWorkerIndex } from "./env.ts";
import { startPrimary } from "./primary/start-primary.ts";
import { startWorker } from "./worker/start-worker.ts";

const env = readEnv();
const logger = createLogger({ name: "gateway", level: env.LOG_LEVEL });

async function start(): Promise<void> {
  if (cluster.isPrimary) startPrimary(env, logger);
  else await startWorker(env, readWorkerIndex(), logger);
}

start().catch(async (error: unknown) => {
  logger.fatal({ err: error }, "gateway cannot start");
  await shutdown("start failed", 1);
});
