import type { Actor } from "@plumbline/access/actor";
import { hashSecretKey } from "@plumbline/access/api-key";
import { isScope } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import type { Clock } from "@plumbline/runtime/clock";
import { isStoredId } from "../authorise/index.ts";
import { KeyCache, type KeyRecord } from "./key-cache.ts";

export type ApiKeyActor = Extract<Actor, { type: "api-key" }>;

export interface AuthenticateApiKeyDeps {
  db: Db;
  /** Secret of this installation that hashes keys; the database never holds it. */
  pepper: string;
  clock: Clock;
}

export interface ApiKeyCredentials {
  publicKey?: string | undefined;
  secretKey?: string | undefined;
}

/** One cache per connection pool: deps objects come and go with requests. */
const caches = new WeakMap<Db, KeyCache>();
const lastUsedResolutionMs = 60_000;
const longestSecret = 200;

/**
 * Throws `unauthenticated` for an unknown key or a wrong secret, `key_revoked` for one that stopped
 * being valid, `unavailable` when PostgreSQL is away and the key was not seen within the last 60 s.
 * The public key alone authenticates for "scores", if the key has that scope; the secret key alone for
 * all of its scopes.
 */
export async function authenticateApiKey(
  { db, pepper, clock }: AuthenticateApiKeyDeps,
  { publicKey, secretKey }: ApiKeyCredentials,
): Promise<ApiKeyActor> {
  const where = findBy({ publicKey, secretKey }, pepper);
  if (where === null) throw new PlumblineError("unauthenticated");
  const lookup = "secretHash" in where ? `secret:${where.secretHash}` : `public:${where.publicKey}`;
  const record = await cacheOf(db).get(lookup, clock, () => readKey(db, where));

  const isOfPublicKey = publicKey === undefined || record?.publicKey === publicKey;
  if (record === null || !isOfPublicKey) throw new PlumblineError("unauthenticated");
  const nowMs = clock.nowMs();
  if (record.revoked || (record.expiresAtMs !== null && record.expiresAtMs <= nowMs)) {
    throw new PlumblineError("key_revoked");
  }
  noteUse(db, record, nowMs);
  return {
    type: "api-key",
    keyId: record.keyId,
    projectId: record.projectId,
    scopes: secretKey === undefined ? record.scopes.filter((scope) => scope === "scores") : record.scopes,
  };
}

type KeyLookup = { publicKey: string } | { secretHash: string };

/** By the secret whenever there is one; null for what cannot be a key. */
function findBy({ publicKey, secretKey }: ApiKeyCredentials, pepper: string): KeyLookup | null {
  if (publicKey !== undefined && !isStoredId(publicKey)) return null;
  if (secretKey === undefined) return publicKey === undefined ? null : { publicKey };
  if (secretKey.length === 0 || secretKey.length > longestSecret) return null;
  return { secretHash: hashSecretKey(secretKey, pepper) };
}

function cacheOf(db: Db): KeyCache {
  let cache = caches.get(db);
  if (cache === undefined) {
    cache = new KeyCache();
    caches.set(db, cache);
  }
  return cache;
}

async function readKey(db: Db, where: KeyLookup): Promise<KeyRecord | null> {
  const key = await db.apiKey.findUnique({
    where,
    include: { project: { select: { deletedAt: true, organization: { select: { deletedAt: true } } } } },
  });
  if (key === null) return null;
  const { project } = key;
  const isProjectGone = project.deletedAt !== null || project.organization.deletedAt !== null;
  return {
    keyId: key.id,
    projectId: key.projectId,
    publicKey: key.publicKey,
    scopes: key.scopes.filter(isScope),
    revoked: key.revokedAt !== null || isProjectGone,
    expiresAtMs: key.expiresAt?.getTime() ?? null,
    lastUsedAtMs: key.lastUsedAt?.getTime() ?? null,
  };
}

/** Off the request path, and lost without harm when PostgreSQL is away: the next minute tries again. */
function noteUse(db: Db, record: KeyRecord, nowMs: number): void {
  if (record.lastUsedAtMs !== null && nowMs - record.lastUsedAtMs < lastUsedResolutionMs) return;
  record.lastUsedAtMs = nowMs;
  const lastUsedAt = new Date(nowMs);
  db.apiKey
    .updateMany({
      where: {
        id: record.keyId,
        OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(nowMs - lastUsedResolutionMs) } }],
      },
      data: { lastUsedAt },
    })
    .catch(() => undefined);
}
