import { isScope, type Scope } from "@plumbline/access/scopes";
import type { ApiKey } from "@plumbline/db/client";

/** A key as people may see it: nothing in here opens anything. */
export interface ApiKeyItem {
  id: string;
  name: string;
  publicKey: string;
  /** Empty when `publicOnly`. */
  displaySecret: string;
  /** No secret half exists: made for browsers. */
  publicOnly: boolean;
  scopes: Scope[];
  /** Pages that may use the public half alone; empty lets any page. */
  allowedOrigins: string[];
  /** What it may ask the gateway for; empty for every model of the project. */
  models: string[];
  /** The key that this one replaced. */
  rotatedFromId: string | null;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  /** Within a minute of the truth. */
  lastUsedAt: string | null;
}

export function toApiKeyItem(key: ApiKey): ApiKeyItem {
  return {
    id: key.id,
    name: key.name,
    publicKey: key.publicKey,
    displaySecret: key.displaySecret,
    publicOnly: key.secretHash === null,
    scopes: key.scopes.filter(isScope),
    allowedOrigins: key.allowedOrigins,
    models: key.models,
    rotatedFromId: key.rotatedFromId,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}
