import { createHash } from "node:crypto";
import type { GatewaySnapshot, Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import { openReference } from "@plumbline/runtime/gateway-secret";

/**
 * One snapshot of the operator's file and of what the API told. Pools of the file win over those of the same
 * name or alias; keys add up. Secrets that the API told are opened; one that cannot be is left out.
 */
export function mergeSnapshots(
  file: GatewaySnapshot,
  told: GatewaySnapshot,
  pepper: string,
): { snapshot: GatewaySnapshot; sealed: string[] } {
  const sealed: string[] = [];
  const projects = new Map(file.projects.map((project) => [project.projectId, project]));
  for (const { projectId, configVersion, pools } of told.projects) {
    const opened = pools.map((pool) => openPool(pool, projectId, pepper, sealed));
    const first = projects.get(projectId)?.pools ?? [];
    const taken = new Set(first.flatMap(namesOf));
    const rest = opened.filter((pool) => !namesOf(pool).some((name) => taken.has(name)));
    projects.set(projectId, { projectId, configVersion, pools: [...first, ...rest] });
  }
  const hashes = new Set(file.keys.map(({ hash }) => hash));
  const content = {
    projects: [...projects.values()],
    keys: [...file.keys, ...told.keys.filter(({ hash }) => !hashes.has(hash))],
    allowedPrivateHosts: file.allowedPrivateHosts,
  };
  const version = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
  return { snapshot: { version, ...content }, sealed };
}

const namesOf = ({ name, aliases }: Pool): string[] => [name, ...aliases];

function openPool(pool: Pool, projectId: string, pepper: string, sealed: string[]): Pool {
  const open = (text: string, replica: Replica): string | null => {
    if (!text.startsWith("sealed:")) return text;
    const opened = openReference(pepper, projectId, text);
    if (opened === null) sealed.push(replica.id);
    return opened;
  };
  return {
    ...pool,
    replicas: pool.replicas.map((replica): Replica => {
      const { api_key: given, ...rest } = replica;
      const headers: Record<string, string> = {};
      for (const [name, text] of Object.entries(replica.headers)) {
        const value = open(text, replica);
        if (value !== null) headers[name] = value;
      }
      const key = given === undefined ? null : open(given, replica);
      return { ...rest, headers, ...(key === null ? {} : { api_key: key }) };
    }),
  };
}
