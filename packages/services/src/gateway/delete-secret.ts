import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { latestVersion, lockGateway } from "./lock.ts";
import { secretNameInput } from "./types.ts";
import { usedSecrets } from "./used-secrets.ts";

const deleteInput = z.strictObject({ projectId: z.string(), name: secretNameInput });

/** For good. `conflict` while the newest document refers to it. */
export async function deleteGatewaySecret(
  ctx: ServiceContext,
  input: z.input<typeof deleteInput>,
): Promise<void> {
  const { name, ...wanted } = parseInput(deleteInput, input);
  const { projectId, organizationId } = await requireProjectPermission(
    ctx,
    wanted.projectId,
    "gateway:write",
  );
  await runTransaction(ctx.db, async (tx) => {
    await lockGateway(tx, projectId);
    const where = { projectId_name: { projectId, name } };
    const before = await tx.gatewaySecret.findUnique({ where });
    if (before === null) throw new PlumblineError("not_found");
    if (usedSecrets((await latestVersion(tx, projectId))?.document).has(name)) {
      throw new PlumblineError("conflict", {
        message: `The document refers to "${name}". Take secret:${name} out of it first.`,
      });
    }
    await tx.gatewaySecret.delete({ where });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "gateway-secret.deleted",
      entityId: name,
      before: { origins: before.origins },
    });
    await writeOutbox(tx, { type: "gateway.changed", projectId, payload: { projectId } });
  });
}
