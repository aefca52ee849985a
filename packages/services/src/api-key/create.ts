import { scopes } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { insertKey, keyCreated, newHalves } from "./insert-key.ts";
import { keyName, requireFuture, requireOwnScopes } from "./key-input.ts";
import { type ApiKeyItem, toApiKeyItem } from "./to-api-key-item.ts";

const createApiKeyInput = z.strictObject({
  projectId: z.string(),
  name: keyName,
  scopes: z.array(z.enum(scopes)).min(1),
  /** What it may ask the gateway for, names of pools or aliases; empty for every model of the project. */
  models: z.array(z.string().min(1).max(200)).max(100).default([]),
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
  requireOwnScopes(wanted.scopes, access);
  requireFuture(wanted.expiresAt, ctx);
  if (wanted.models.length > 0 && !wanted.scopes.includes("gateway")) {
    throw new PlumblineError("invalid_request", {
      message: 'Only a key with the scope "gateway" can be limited to models.',
    });
  }
  const { projectId, organizationId } = access;
  const halves = newHalves(wanted.scopes);
  const key = await runTransaction(ctx.db, async (tx) => {
    const created = await insertKey(tx, ctx, {
      projectId,
      name: wanted.name,
      scopes: wanted.scopes,
      models: wanted.models,
      expiresAt: wanted.expiresAt ?? null,
      ...halves,
    });
    await writeAudit(tx, ctx, keyCreated(created, organizationId));
    await writeOutbox(tx, { type: "api-key.changed", projectId, payload: { keyId: created.id } });
    return created;
  });
  return { ...toApiKeyItem(key), secretKey: halves.secretKey };
}
