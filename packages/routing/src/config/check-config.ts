import type { GatewayConfig, PoolConfig } from "@plumbline/contracts/gateway-config";
import type { ConfigPath } from "./read-config.ts";

export interface PathIssue {
  path: ConfigPath;
  message: string;
}

/** What a schema cannot say: names that must exist, names that must not come twice. */
export function checkConfig(config: GatewayConfig, format: "plumbline" | "litellm"): PathIssue[] {
  const issues: PathIssue[] = [];
  const owners = new Map<string, string>();
  const pathTo = (index: number, ...rest: (string | number)[]): ConfigPath =>
    format === "plumbline" ? ["pools", index, ...rest] : [];
  for (const [index, pool] of config.pools.entries()) {
    for (const name of [pool.name, ...pool.aliases]) {
      const owner = owners.get(name);
      if (owner !== undefined) {
        issues.push({ path: pathTo(index, "name"), message: `"${name}" is already a name of "${owner}".` });
      }
      owners.set(name, pool.name);
    }
    if (owners.get("auto") === pool.name) {
      issues.push({ path: pathTo(index, "name"), message: '"auto" stands for the cheapest pool.' });
    }
  }
  for (const [index, pool] of config.pools.entries()) {
    const missing = (name: string, path: ConfigPath): void => {
      if (!owners.has(name)) issues.push({ path, message: `There is no pool called "${name}".` });
    };
    pool.fallbacks.forEach((name, at) => {
      missing(name, pathTo(index, "fallbacks", at));
      if (owners.get(name) === pool.name) {
        issues.push({ path: pathTo(index, "fallbacks", at), message: "A pool cannot stand in for itself." });
      }
    });
    pool.degrade.forEach(({ action }, at) => {
      if (action.type === "pool") missing(action.pool, pathTo(index, "degrade", at, "action", "pool"));
      if (action.type === "handover" && pool.record === "none") {
        const message =
          'A person finds the call by its record: a pool that hands over cannot "record: none".';
        issues.push({ path: pathTo(index, "degrade", at, "action", "type"), message });
      }
    });
    issues.push(...checkReplicas(pool, (...rest) => pathTo(index, ...rest)));
  }
  return issues;
}

function checkReplicas(pool: PoolConfig, pathTo: (...rest: (string | number)[]) => ConfigPath): PathIssue[] {
  const issues: PathIssue[] = [];
  const names = new Set<string>();
  for (const [at, replica] of pool.replicas.entries()) {
    if (replica.name !== undefined) {
      if (names.has(replica.name)) {
        issues.push({ path: pathTo("replicas", at, "name"), message: `"${replica.name}" is there twice.` });
      }
      names.add(replica.name);
    }
    if (replica.kind === "azure" && replica.api_version === undefined) {
      issues.push({ path: pathTo("replicas", at), message: "Azure needs an api_version." });
    }
  }
  if (pool.replicas.every(({ weight }) => weight === 0)) {
    issues.push({ path: pathTo("replicas"), message: "At least one replica needs a weight above 0." });
  }
  return issues;
}
