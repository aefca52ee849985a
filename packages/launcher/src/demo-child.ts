import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type DemoKeys, demoProjectId, initialProjectId } from "@plumbline/services/init";
import { inheritedEnv } from "./engines.ts";
import type { LauncherEnv } from "./env.ts";
import { prepareDemo } from "./prepare.ts";
import { ensureSecrets, keepDemoKeys } from "./secrets.ts";
import { type ChildSpec, entryArguments } from "./spawn-child.ts";
import type { Supervisor } from "./supervisor.ts";

const stopTimeoutMs = 12_000;

/** Where the demo writes the pools that the gateway serves meanwhile. */
function demoConfigFile(dataDirectory: string): string {
  return join(dataDirectory, "demo", "gateway.yaml");
}

/** What the gateway is told with --demo: the pools of the demo, for the demo project and for no other. */
export function demoGatewayEnv(env: LauncherEnv): Record<string, string | undefined> {
  const isOwn = initialProjectId(env) === demoProjectId;
  return {
    GATEWAY_CONFIG_FILE: demoConfigFile(env.PLUMBLINE_DATA_DIR),
    PLUMBLINE_INIT_PROJECT_ID: demoProjectId,
    // A key of another project would bring that project's calls into this one.
    PLUMBLINE_INIT_GATEWAY_KEY: isOwn ? env.PLUMBLINE_INIT_GATEWAY_KEY : undefined,
  };
}

/** Starts the sample traffic's own process. Returns the one line that says what it does. */
export async function startDemo(
  env: LauncherEnv,
  { databaseUrl, keyPepper }: { databaseUrl: string; keyPepper: string },
  supervisor: Supervisor,
): Promise<string> {
  const known = ensureSecrets(env.PLUMBLINE_DATA_DIR).demo ?? null;
  const { project, keys } = await prepareDemo(databaseUrl, keyPepper, known);
  if (keys !== known) keepDemoKeys(env.PLUMBLINE_DATA_DIR, keys);
  await supervisor.start(describeDemo(env, keys));
  return `Demo: sample traffic of a support assistant runs through simulated models into the project “${project.name}”. Ctrl-C ends it, npm start goes on without.`;
}

function describeDemo(env: LauncherEnv, { publicKey, secretKey }: DemoKeys): ChildSpec {
  return {
    name: "demo",
    nodeArguments: entryArguments("demo/main"),
    env: {
      ...inheritedEnv(),
      LOG_LEVEL: env.LOG_LEVEL,
      DEMO_API_URL: `http://127.0.0.1:${env.API_PORT}`,
      DEMO_GATEWAY_URL: `http://127.0.0.1:${env.GATEWAY_PORT}`,
      DEMO_CONFIG_FILE: demoConfigFile(env.PLUMBLINE_DATA_DIR),
      DEMO_PUBLIC_KEY: publicKey,
      DEMO_SECRET_KEY: secretKey,
    },
    readiness: { kind: "line" },
    stopTimeoutMs,
  };
}

/** The demo's pools, and the gateway's memory of them. Does nothing when the last run had no demo. */
export function removeDemoFiles(dataDirectory: string): void {
  const directory = join(dataDirectory, "demo");
  if (!existsSync(directory)) return;
  rmSync(join(dataDirectory, "gateway", "snapshot"), { force: true });
  rmSync(directory, { recursive: true });
}
