import type { Scope } from "@plumbline/access/scopes";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { originInput } from "./allowed-origin.ts";
import { insertKey, keyCreated, newHalves } from "./insert-key.ts";
import { keyName, requireFuture, requireOwnScopes } from "./key-input.ts";
import { type ApiKeyItem, toApiKeyItem } from "./to-api-key-item.ts";

const createPublicApiKeyInput = z.strictObject({
  projectId: z.string(),
  name: keyName,
  /** Pages that may use the key; empty lets any page. */
  allowedOrigins: z.array(originInput).max(50).default([]),
  expiresAt: z.date().optional(),
});

/** All that a browser may be trusted with. */
const scopes: readonly Scope[] = ["scores"];

/** A key that may stand in a web page: it has no secret half and can do nothing but create scores. */
export async function createPublicApiKey(
  ctx: ServiceContext & { pepper: string },
  input: z.input<typeof createPublicApiKeyInput>,
): Promise<ApiKeyItem> {
  const wanted = parseInput(createPublicApiKeyInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "api-keys:manage");
  requireOwnScopes(scopes, access);
  requireFuture(wanted.expiresAt, ctx);
  const { projectId, organizationId } = access;
  const key = await runTransaction(ctx.db, async (tx) => {
    const created = await insertKey(tx, ctx, {
      projectId,
      name: wanted.name,
      scopes,
      allowedOrigins: [...new Set(wanted.allowedOrigins)],
      expiresAt: wanted.expiresAt ?? null,
      publicKey: newHalves(scopes).publicKey,
      secretKey: null,
    });
    await writeAudit(tx, ctx, keyCreated(created, organizationId));
    await writeOutbox(tx, { type: "api-key.changed", projectId, payload: { keyId: created.id } });
    return created;
  });
  return toApiKeyItem(key);
}
