import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { type ApiKeyItem, toApiKeyItem } from "./to-api-key-item.ts";

/** For good. Every process refuses the key within 5 s. Revoking twice changes nothing. */
export async function revokeApiKey(
  ctx: ServiceContext,
  input: { projectId: string; keyId: string },
): Promise<ApiKeyItem> {
  const { projectId, organizationId } = await requireProjectPermission(
    ctx,
    input.projectId,
    "api-keys:manage",
  );
  if (!isStoredId(input.keyId)) throw new PlumblineError("not_found");
  return runTransaction(ctx.db, async (tx) => {
    const ofProject = { id: input.keyId, projectId };
    const { count } = await tx.apiKey.updateMany({
      where: { ...ofProject, revokedAt: null },
      data: { revokedAt: new Date(ctx.clock.nowMs()) },
    });
    const stored = await tx.apiKey.findFirst({ where: ofProject });
    if (stored === null) throw new PlumblineError("not_found");
    const key = toApiKeyItem(stored);
    if (count === 0) return key;
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "api-key.revoked",
      entityId: key.id,
      before: { revokedAt: null },
      after: { revokedAt: key.revokedAt },
    });
    await writeOutbox(tx, { type: "api-key.changed", projectId, payload: { keyId: key.id } });
    return key;
  });
}
