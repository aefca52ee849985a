import { createHash } from "node:crypto";
import { hashSecretKey } from "@plumbline/access/api-key";
import type { GatewayConfig } from "@plumbline/contracts/gateway-config";
import type { GatewaySnapshot, Pool, Replica, SnapshotKey } from "@plumbline/contracts/gateway-snapshot";
import { resolvePools } from "@plumbline/routing/resolve-pools";

export interface SnapshotInput {
  projectId: string;
  config: GatewayConfig;
  /** A key of the project for every model. */
  initKey: string | undefined;
  pepper: string;
  /** Beside the hosts of the document, which its operator named. */
  allowedPrivate: readonly string[];
  /** What `env:NAME` stands for. */
  envSecret: (name: string) => string | undefined;
}

/** A file's document as a snapshot. Names of variables that are not set come back in `missing`. */
export function buildSnapshot(input: SnapshotInput): { snapshot: GatewaySnapshot; missing: string[] } {
  const missing: string[] = [];
  const secretOf = (text: string): string => {
    const name = /^(?:env:|os\.environ\/)(.+)$/.exec(text)?.[1];
    if (name === undefined) return text;
    const value = input.envSecret(name);
    if (value === undefined) missing.push(name);
    return value ?? "";
  };
  const pools = resolvePools(input.projectId, input.config).map(
    (pool): Pool => ({ ...pool, replicas: pool.replicas.map((replica) => withSecrets(replica, secretOf)) }),
  );
  const content = {
    projects: [{ projectId: input.projectId, configVersion: 0, pools }],
    keys: keysOf(input, secretOf),
    allowedPrivateHosts: [...new Set([...input.allowedPrivate, ...hostsOf(pools)])],
  };
  const version = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
  return { snapshot: { version, ...content }, missing };
}

/** A key that cannot be resolved is left out, rather than sent as an empty one. */
function withSecrets(replica: Replica, secretOf: (text: string) => string): Replica {
  const { api_key: given, ...rest } = replica;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(replica.headers)) headers[name] = secretOf(value);
  const key = given === undefined ? "" : secretOf(given);
  return { ...rest, headers, ...(key === "" ? {} : { api_key: key }) };
}

function keysOf(input: SnapshotInput, secretOf: (text: string) => string): SnapshotKey[] {
  const keys: SnapshotKey[] = [];
  const add = (secret: string, key: Pick<SnapshotKey, "name" | "models" | "feature">): void => {
    if (secret === "") return;
    const hash = hashSecretKey(secret, input.pepper);
    const keyId = `file-${createHash("sha256").update(hash).digest("hex").slice(0, 16)}`;
    keys.push({ hash, keyId, projectId: input.projectId, expiresAtMs: null, ...key });
  };
  for (const [index, { key, name, models, feature }] of input.config.keys.entries()) {
    add(secretOf(key), {
      name: name ?? `file key ${index + 1}`,
      models: models ?? null,
      feature: feature ?? null,
    });
  }
  if (input.initKey !== undefined) add(input.initKey, { name: "init", models: null, feature: null });
  return keys;
}

function hostsOf(pools: readonly Pool[]): string[] {
  return pools
    .flatMap((pool) => pool.replicas)
    .flatMap(({ url, metrics_url, dcgm_url, node_exporter_url }) => [
      url,
      metrics_url,
      dcgm_url,
      node_exporter_url,
    ])
    .filter((url) => url !== undefined)
    .map((url) => new URL(url).hostname);
}
