import { isScope } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { ApiKey } from "@plumbline/db/client";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { insertKey, keyCreated, newHalves } from "./insert-key.ts";
import { requireOwnScopes } from "./key-input.ts";
import { type ApiKeyItem, toApiKeyItem } from "./to-api-key-item.ts";

/** For how long both keys work: not at all, an hour, a day, a week. */
export const rotationOverlapsSeconds = [0, 3_600, 86_400, 604_800] as const;

const rotateApiKeyInput = z.strictObject({
  projectId: z.string(),
  keyId: z.string(),
  overlapSeconds: z.literal(rotationOverlapsSeconds),
});

export interface RotatedApiKey {
  /** `secretKey` is shown this once, and null for a key that is only its public half. */
  key: ApiKeyItem & { secretKey: string | null };
  /** The old key with the time until which it still works. */
  replaced: ApiKeyItem;
}

/**
 * A new key with the name, scopes, models, origins and lifetime of the old one, which works on for the overlap
 * and never longer than it would have. `conflict` for a key that ended or was rotated before,
 * `forbidden` when it holds a scope that the actor lacks.
 */
export async function rotateApiKey(
  ctx: ServiceContext & { pepper: string },
  input: z.input<typeof rotateApiKeyInput>,
): Promise<RotatedApiKey> {
  const { overlapSeconds, keyId, ...wanted } = parseInput(rotateApiKeyInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "api-keys:manage");
  const { projectId, organizationId } = access;
  if (!isStoredId(keyId)) throw new PlumblineError("not_found");
  const now = new Date(ctx.clock.nowMs());
  const overlapEnd = new Date(now.getTime() + overlapSeconds * 1_000);

  return runTransaction(ctx.db, async (tx) => {
    // Holds the row: of two rotations at the same moment the second finds the successor of the first.
    await tx.$queryRaw`SELECT id FROM api_keys WHERE id = ${keyId} FOR UPDATE`;
    const old = await tx.apiKey.findFirst({ where: { id: keyId, projectId } });
    if (old === null) throw new PlumblineError("not_found");
    const scopes = old.scopes.filter(isScope);
    requireOwnScopes(scopes, access);
    requireRotatable(old, await tx.apiKey.findFirst({ where: { rotatedFromId: old.id } }), now);

    const expiresAt = old.expiresAt !== null && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd;
    const replaced = await tx.apiKey.update({ where: { id: old.id }, data: { expiresAt } });
    const halves = newHalves(scopes);
    const secretKey = old.secretHash === null ? null : halves.secretKey;
    const created = await insertKey(tx, ctx, {
      projectId,
      name: old.name,
      scopes,
      allowedOrigins: old.allowedOrigins,
      models: old.models,
      expiresAt: sameLifetime(old, now),
      rotatedFromId: old.id,
      publicKey: halves.publicKey,
      secretKey,
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "api-key.rotated",
      entityId: old.id,
      before: { expiresAt: old.expiresAt?.toISOString() ?? null },
      after: { expiresAt: expiresAt.toISOString(), replacedById: created.id },
    });
    await writeAudit(tx, ctx, keyCreated(created, organizationId));
    for (const { id } of [replaced, created]) {
      await writeOutbox(tx, { type: "api-key.changed", projectId, payload: { keyId: id } });
    }
    return { key: { ...toApiKeyItem(created), secretKey }, replaced: toApiKeyItem(replaced) };
  });
}

function requireRotatable(old: ApiKey, successor: ApiKey | null, now: Date): void {
  if (old.revokedAt !== null || (old.expiresAt !== null && old.expiresAt <= now)) {
    throw new PlumblineError("conflict", { message: "This key no longer works; create a new one." });
  }
  if (successor !== null) {
    throw new PlumblineError("conflict", {
      message: "This key was rotated already; rotate the key that replaced it.",
    });
  }
}

function sameLifetime(old: ApiKey, now: Date): Date | null {
  if (old.expiresAt === null) return null;
  return new Date(now.getTime() + old.expiresAt.getTime() - old.createdAt.getTime());
}
