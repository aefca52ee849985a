import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";

const createOrganizationInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine((name) => !name.includes("\0")),
});

/** Whoever makes an organisation owns it. */
export async function createOrganization(
  ctx: ServiceContext,
  input: z.input<typeof createOrganizationInput>,
): Promise<{ id: string; name: string }> {
  const { name } = parseInput(createOrganizationInput, input);
  const { userId } = await requireUser(ctx);
  return runTransaction(ctx.db, async (tx) => {
    const { id } = await tx.organization.create({
      data: { name, memberships: { create: { userId, role: "owner" } } },
    });
    await writeAudit(tx, ctx, {
      organizationId: id,
      action: "organization.created",
      entityId: id,
      after: { name },
    });
    await writeOutbox(tx, { type: "organization.changed", payload: { organizationId: id } });
    return { id, name };
  });
}
