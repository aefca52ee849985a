import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { lockOrganization } from "./lock.ts";
import { organizationName } from "./organization-input.ts";

const renameInput = z.strictObject({ organizationId: z.string(), name: organizationName });

export async function renameOrganization(
  ctx: ServiceContext,
  input: z.input<typeof renameInput>,
): Promise<void> {
  const { organizationId, name } = parseInput(renameInput, input);
  await requireOrganizationPermission(ctx, organizationId, "organisation:update");
  await runTransaction(ctx.db, async (tx) => {
    const before = await lockOrganization(tx, organizationId);
    if (before.name === name) return;
    await tx.organization.update({ where: { id: organizationId }, data: { name } });
    await writeAudit(tx, ctx, {
      organizationId,
      action: "organization.renamed",
      entityId: organizationId,
      before: { name: before.name },
      after: { name },
    });
  });
}
