import { envInteger, envUrl, parseEnvOrExit, processEnv } from "@plumbline/runtime/env";
import { z } from "zod";

/** All of it is set by the launcher; the process is of no use to anybody else. */
const schema = z.object({
  ...processEnv,
  DEMO_API_URL: envUrl(["http"]),
  DEMO_GATEWAY_URL: envUrl(["http"]),
  DEMO_CONFIG_FILE: z.string(),
  DEMO_PUBLIC_KEY: z.string(),
  DEMO_SECRET_KEY: z.string(),
  DEMO_SEED: envInteger({ min: 0, max: 2 ** 32 - 1, default: 1 }),
});

export type DemoEnv = z.output<typeof schema>;

export function readEnv(): DemoEnv {
  return parseEnvOrExit(schema);
}
