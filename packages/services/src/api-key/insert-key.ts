import { randomBytes } from "node:crypto";
import { displaySecretKey, generateApiKey, hashSecretKey } from "@plumbline/access/api-key";
import type { Scope } from "@plumbline/access/scopes";
import type { ApiKey } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";
import type { AuditChange } from "../audit/index.ts";
import type { ServiceContext } from "../context.ts";
import { toApiKeyItem } from "./to-api-key-item.ts";

interface NewKey {
  projectId: string;
  name: string;
  scopes: readonly Scope[];
  expiresAt: Date | null;
  allowedOrigins?: readonly string[];
  models?: readonly string[];
  rotatedFromId?: string;
  publicKey: string;
  /** null for a key that is only its public half. */
  secretKey: string | null;
}

export function newHalves(scopes: readonly Scope[]): { publicKey: string; secretKey: string } {
  const kind = scopes.every((scope) => scope === "gateway") ? "gateway" : "project";
  return generateApiKey(kind, randomBytes(32));
}

/** The row alone; the verb writes its audit entry and its event. */
export async function insertKey(
  tx: Transaction,
  ctx: Pick<ServiceContext, "actor"> & { pepper: string },
  key: NewKey,
): Promise<ApiKey> {
  const { projectId, name, publicKey, secretKey, expiresAt } = key;
  return tx.apiKey.create({
    data: {
      projectId,
      name,
      publicKey,
      secretHash: secretKey === null ? null : hashSecretKey(secretKey, ctx.pepper),
      displaySecret: secretKey === null ? "" : displaySecretKey(secretKey),
      scopes: [...new Set(key.scopes)],
      allowedOrigins: [...(key.allowedOrigins ?? [])],
      models: [...new Set(key.models ?? [])],
      rotatedFromId: key.rotatedFromId ?? null,
      expiresAt,
      createdByUserId: ctx.actor.type === "user" ? ctx.actor.userId : null,
    },
  });
}

/** What the audit log keeps of a new key: nothing that opens anything. */
export function keyCreated(key: ApiKey, organizationId: string): AuditChange {
  const { id, name, publicKey, scopes, expiresAt, publicOnly, allowedOrigins, models, rotatedFromId } =
    toApiKeyItem(key);
  return {
    organizationId,
    projectId: key.projectId,
    action: "api-key.created",
    entityId: id,
    after: {
      name,
      publicKey,
      scopes,
      expiresAt,
      ...(publicOnly ? { publicOnly, allowedOrigins } : {}),
      ...(models.length === 0 ? {} : { models }),
      ...(rotatedFromId === null ? {} : { rotatedFromId }),
    },
  };
}
