import { randomBytes } from "node:crypto";
import { displaySecretKey, generateApiKey, hashSecretKey } from "@plumbline/access/api-key";
import { isScopeSubset, scopes } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { type ApiKeyItem, toApiKeyItem } from "./to-api-key-item.ts";

const createApiKeyInput = z.strictObject({
  projectId: z.string(),
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(scopes)).min(1),
  expiresAt: z.date().optional(),
});

export interface CreatedApiKey extends ApiKeyItem {
  /** Shown this once; only its hash is stored. */
  secretKey: string;
}

/** `forbidden` when the new key would hold a scope that its creator lacks. */
export async function createApiKey(
  ctx: ServiceContext & { pepper: string },
  input: z.input<typeof createApiKeyInput>,
): Promise<CreatedApiKey> {
  const wanted = parseInput(createApiKeyInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "api-keys:manage");
  if (!isScopeSubset(wanted.scopes, access.scopes)) {
    throw new PlumblineError("forbidden", { message: "A key cannot hold a scope that its creator lacks." });
  }
  if (wanted.expiresAt !== undefined && wanted.expiresAt.getTime() <= ctx.clock.nowMs()) {
    throw new PlumblineError("invalid_request", {
      message: "expiresAt lies in the past.",
      details: { field: "expiresAt" },
    });
  }
  const { projectId, organizationId } = access;
  const kind = wanted.scopes.every((scope) => scope === "gateway") ? "gateway" : "project";
  const { publicKey, secretKey } = generateApiKey(kind, randomBytes(32));
  const key = await runTransaction(ctx.db, async (tx) => {
    const created = await tx.apiKey.create({
      data: {
        projectId,
        name: wanted.name,
        publicKey,
        secretHash: hashSecretKey(secretKey, ctx.pepper),
        displaySecret: displaySecretKey(secretKey),
        scopes: [...new Set(wanted.scopes)],
        expiresAt: wanted.expiresAt ?? null,
        createdByUserId: ctx.actor.type === "user" ? ctx.actor.userId : null,
      },
    });
    const { id, name, scopes, expiresAt } = toApiKeyItem(created);
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "api-key.created",
      entityId: id,
      after: { name, publicKey, scopes, expiresAt },
    });
    await writeOutbox(tx, { type: "api-key.changed", projectId, payload: { keyId: id } });
    return created;
  });
  return { ...toApiKeyItem(key), secretKey };
}
