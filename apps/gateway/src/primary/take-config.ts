import { readFileSync, statSync } from "node:fs";
import type { GatewaySnapshot } from "@plumbline/contracts/gateway-snapshot";
import { readConfig } from "@plumbline/routing/read-config";
import type { Logger } from "@plumbline/runtime/logger";
import type { GatewayEnv } from "../env.ts";
import { readEnvSecret } from "../env.ts";
import { buildSnapshot } from "../snapshot/build-snapshot.ts";
import { readSnapshot, writeSnapshot } from "../snapshot/snapshot-file.ts";

export interface ConfigTaker {
  stop(): void;
}

const pollMs = 1_000;

/**
 * Hands out the snapshot that the file makes, now and whenever the file changes. A file that cannot be
 * read leaves what is served untouched; at the start the last good snapshot on disk is served then.
 */
export function takeConfig(
  env: GatewayEnv,
  options: { file: string; logger: Logger; onSnapshot: (snapshot: GatewaySnapshot) => void },
): ConfigTaker {
  const { logger } = options;
  let seen = "";
  let version = "";

  const publish = (snapshot: GatewaySnapshot): void => {
    if (snapshot.version === version) return;
    version = snapshot.version;
    options.onSnapshot(snapshot);
  };
  const look = (): void => {
    const stamp = stampOf(env.GATEWAY_CONFIG_FILE);
    if (stamp === seen) return;
    seen = stamp;
    const snapshot = read(env, logger);
    if (snapshot === null) return;
    publish(snapshot);
    try {
      writeSnapshot(options.file, snapshot, env.PLUMBLINE_KEY_PEPPER);
    } catch (error) {
      logger.warn({ err: error }, "the snapshot could not be kept on disk");
    }
  };

  look();
  if (version === "") {
    const kept = readSnapshot(options.file, env.PLUMBLINE_KEY_PEPPER);
    if (kept !== null) {
      logger.warn("serving the last snapshot that was kept on disk");
      publish(kept);
    }
  }
  const timer = setInterval(look, pollMs);
  return { stop: () => clearInterval(timer) };
}

/** Changes whenever the file does; a file that is replaced has another inode. */
function stampOf(file: string | undefined): string {
  if (file === undefined) return "none";
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? "missing" : `${found.ino} ${found.size} ${found.mtimeMs}`;
}

function read(env: GatewayEnv, logger: Logger): GatewaySnapshot | null {
  const file = env.GATEWAY_CONFIG_FILE;
  let text = "{}";
  if (file !== undefined) {
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      logger.error({ err: error }, "GATEWAY_CONFIG_FILE cannot be read; what is served stays");
      return null;
    }
  }
  const reading = file === undefined ? readConfig('{"pools":[]}') : readConfig(text);
  if (!reading.ok) {
    logger.error({ issues: reading.issues }, "GATEWAY_CONFIG_FILE is not valid; what is served stays");
    return null;
  }
  if (reading.warnings.length > 0) logger.warn({ warnings: reading.warnings }, "GATEWAY_CONFIG_FILE");
  const { snapshot, missing } = buildSnapshot({
    projectId: env.PLUMBLINE_INIT_PROJECT_ID,
    config: reading.config,
    initKey: env.PLUMBLINE_INIT_GATEWAY_KEY,
    pepper: env.PLUMBLINE_KEY_PEPPER,
    allowedPrivate: env.EGRESS_ALLOW_PRIVATE.split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ""),
    envSecret: readEnvSecret,
  });
  if (missing.length > 0) logger.error({ missing }, "GATEWAY_CONFIG_FILE names variables that are not set");
  return snapshot;
}
