import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { organizationName } from "./organization-input.ts";

/** Whoever makes an organisation is its first owner. */
export async function createOrganization(
  ctx: ServiceContext,
  input: { name: string },
): Promise<{ id: string; name: string }> {
  const { name } = parseInput(z.strictObject({ name: organizationName }), input);
  const { userId, email } = await requireUser(ctx);
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
    await writeAudit(tx, ctx, {
      organizationId: id,
      action: "membership.created",
      entityId: userId,
      after: { email, role: "owner" },
    });
    await writeOutbox(tx, { type: "organization.changed", payload: { organizationId: id } });
    return { id, name };
  });
}
