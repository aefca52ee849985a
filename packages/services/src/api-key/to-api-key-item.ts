import { isScope, type Scope } from "@plumbline/access/scopes";
import type { ApiKey } from "@plumbline/db/client";

/** A key as people may see it: nothing in here opens anything. */
export interface ApiKeyItem {
  id: string;
  name: string;
  publicKey: string;
  displaySecret: string;
  scopes: Scope[];
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
    scopes: key.scopes.filter(isScope),
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}
