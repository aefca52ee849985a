import { createHash } from "node:crypto";
import type { GatewaySnapshot, Pool, Replica, SnapshotKey } from "@plumbline/contracts/gateway-snapshot";
import type { Db } from "@plumbline/db/client";
import { secretName } from "@plumbline/routing/check-stored-config";
import { readConfig } from "@plumbline/routing/read-config";
import { resolvePools } from "@plumbline/routing/resolve-pools";
import { sealedReference } from "@plumbline/runtime/gateway-secret";

export interface SnapshotPublisher {
  /** Of everything that a snapshot is made of: the same text means the same snapshot. */
  fingerprint(): Promise<string>;
  /** Secrets stay sealed in it. Projects whose newest document cannot be read are named and left out. */
  publish(): Promise<{ snapshot: GatewaySnapshot; unreadable: string[] }>;
}

type Project = GatewaySnapshot["projects"][number];

/** For the system: of all projects. Documents that did not change are not read again. */
export function createSnapshotPublisher(db: Db): SnapshotPublisher {
  let parsed = new Map<string, Pool[] | null>();
  return {
    fingerprint: () => readFingerprint(db),
    async publish() {
      const [documents, secrets, keys] = await Promise.all([
        readDocuments(db),
        db.gatewaySecret.findMany(),
        readKeys(db),
      ]);
      const next: typeof parsed = new Map();
      const projects: Project[] = [];
      const unreadable: string[] = [];
      for (const { projectId, version, document } of documents) {
        const name = `${projectId} ${version}`;
        const pools = parsed.has(name) ? (parsed.get(name) ?? null) : poolsOf(projectId, document);
        next.set(name, pools);
        if (pools === null) {
          unreadable.push(projectId);
          continue;
        }
        const sealed = new Map(
          secrets.filter((secret) => secret.projectId === projectId).map((each) => [each.name, each]),
        );
        projects.push({ projectId, configVersion: version, pools: pools.map((pool) => seal(pool, sealed)) });
      }
      parsed = next;
      const content = { projects, keys, allowedPrivateHosts: [] };
      const version = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
      return { snapshot: { version, ...content }, unreadable };
    },
  };
}

async function readFingerprint(db: Db): Promise<string> {
  const [row] = await db.$queryRaw<Array<{ fingerprint: string }>>`
    SELECT concat_ws('.',
      (SELECT md5(coalesce(string_agg(c.project_id || ' ' || c.version, ',' ORDER BY c.project_id), ''))
         FROM (SELECT project_id, max(version) AS version FROM gateway_config_versions GROUP BY 1) c
         JOIN projects p ON p.id = c.project_id JOIN organizations o ON o.id = p.organization_id
        WHERE p.deleted_at IS NULL AND o.deleted_at IS NULL),
      (SELECT md5(coalesce(string_agg(md5(concat_ws('|', project_id, name, ciphertext, origins::text)), ','
                                      ORDER BY project_id, name), '')) FROM gateway_secrets),
      (SELECT md5(coalesce(string_agg(concat_ws('|', k.id, k.name, k.secret_hash, k.expires_at, k.models::text), ','
                                      ORDER BY k.id), ''))
         FROM api_keys k JOIN projects p ON p.id = k.project_id
         JOIN organizations o ON o.id = p.organization_id
        WHERE 'gateway' = ANY(k.scopes) AND k.revoked_at IS NULL
          AND p.deleted_at IS NULL AND o.deleted_at IS NULL)
    ) AS fingerprint`;
  return row?.fingerprint ?? "";
}

function readDocuments(db: Db): Promise<Array<{ projectId: string; version: number; document: string }>> {
  return db.$queryRaw<Array<{ projectId: string; version: number; document: string }>>`
    SELECT DISTINCT ON (c.project_id) c.project_id AS "projectId", c.version, c.document
      FROM gateway_config_versions c
      JOIN projects p ON p.id = c.project_id JOIN organizations o ON o.id = p.organization_id
     WHERE p.deleted_at IS NULL AND o.deleted_at IS NULL
     ORDER BY c.project_id, c.version DESC`;
}

async function readKeys(db: Db): Promise<SnapshotKey[]> {
  const rows = await db.apiKey.findMany({
    where: {
      scopes: { has: "gateway" },
      revokedAt: null,
      secretHash: { not: null },
      project: { deletedAt: null, organization: { deletedAt: null } },
    },
    orderBy: { id: "asc" },
    select: { id: true, name: true, secretHash: true, projectId: true, expiresAt: true, models: true },
  });
  return rows.flatMap(({ id, name, secretHash, projectId, expiresAt, models }) =>
    secretHash === null
      ? []
      : [
          {
            hash: secretHash,
            keyId: id,
            name,
            projectId,
            models: models.length === 0 ? null : models,
            feature: null,
            expiresAtMs: expiresAt?.getTime() ?? null,
          },
        ],
  );
}

function poolsOf(projectId: string, document: string): Pool[] | null {
  const reading = readConfig(document);
  return reading.ok ? resolvePools(projectId, reading.config) : null;
}

type Sealed = ReadonlyMap<string, { name: string; ciphertext: string; origins: readonly string[] }>;

function seal(pool: Pool, secrets: Sealed): Pool {
  return { ...pool, replicas: pool.replicas.map((replica) => sealReplica(replica, secrets)) };
}

/** A secret that is gone, or was not given for this address, is left out: the upstream then refuses the call. */
function sealReplica(replica: Replica, secrets: Sealed): Replica {
  const { origin } = new URL(replica.url);
  const textOf = (text: string): string | null => {
    const name = secretName(text);
    if (name === null) return text;
    const secret = secrets.get(name);
    return secret?.origins.includes(origin) ? sealedReference(name, secret.ciphertext) : null;
  };
  const { api_key: given, ...rest } = replica;
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(replica.headers)) {
    const value = textOf(text);
    if (value !== null) headers[name] = value;
  }
  const key = given === undefined ? null : textOf(given);
  return { ...rest, headers, ...(key === null ? {} : { api_key: key }) };
}
