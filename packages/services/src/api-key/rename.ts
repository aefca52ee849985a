import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { keyName } from "./key-input.ts";
import { type ApiKeyItem, toApiKeyItem } from "./to-api-key-item.ts";

const renameApiKeyInput = z.strictObject({ projectId: z.string(), keyId: z.string(), name: keyName });

/** Revoked keys too: their names explain the past. The same name again changes nothing. */
export async function renameApiKey(
  ctx: ServiceContext,
  input: z.input<typeof renameApiKeyInput>,
): Promise<ApiKeyItem> {
  const { keyId, name, ...wanted } = parseInput(renameApiKeyInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "api-keys:manage");
  const { projectId, organizationId } = access;
  if (!isStoredId(keyId)) throw new PlumblineError("not_found");
  return runTransaction(ctx.db, async (tx) => {
    const old = await tx.apiKey.findFirst({ where: { id: keyId, projectId } });
    if (old === null) throw new PlumblineError("not_found");
    if (old.name === name) return toApiKeyItem(old);
    const renamed = await tx.apiKey.update({ where: { id: old.id }, data: { name } });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "api-key.renamed",
      entityId: old.id,
      before: { name: old.name },
      after: { name },
    });
    await writeOutbox(tx, { type: "api-key.changed", projectId, payload: { keyId: old.id } });
    return toApiKeyItem(renamed);
  });
}
