import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { cannotStart } from "./data-directory.ts";

const secretsShape = z.object({
  postgresPassword: z.string().min(16),
  clickhousePassword: z.string().min(16),
  /** Signs the dashboard's sessions. */
  nextAuthSecret: z.string().min(16),
  /** Keys the hashes of API keys: without it no stored key is recognised any more. */
  keyPepper: z.string().min(16),
  /** The key of --demo, once it was asked for. */
  demo: z.object({ publicKey: z.string(), secretKey: z.string() }).optional(),
});
export type Secrets = z.infer<typeof secretsShape>;

/** What this installation made up for itself, readable by its owner alone. Created once. */
export function ensureSecrets(dataDirectory: string): Secrets {
  const path = join(dataDirectory, "secrets.json");
  if (existsSync(path)) {
    chmodSync(path, 0o600);
    return readSecrets(path);
  }
  const secrets: Secrets = {
    postgresPassword: randomSecret(),
    clickhousePassword: randomSecret(),
    nextAuthSecret: randomSecret(),
    keyPepper: randomSecret(),
  };
  writeSecrets(path, secrets);
  return secrets;
}

/** Keeps the key of --demo, which the database holds as a hash only. */
export function keepDemoKeys(dataDirectory: string, demo: NonNullable<Secrets["demo"]>): void {
  writeSecrets(join(dataDirectory, "secrets.json"), { ...ensureSecrets(dataDirectory), demo });
}

function writeSecrets(path: string, secrets: Secrets): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

function readSecrets(path: string): Secrets {
  try {
    return secretsShape.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw cannotStart(`${path} is damaged: restore it from a backup, the stored API keys depend on it.`);
  }
}

/** Letters and digits, so that it needs no escaping in a URL. */
function randomSecret(): string {
  return randomBytes(24).toString("hex");
}
