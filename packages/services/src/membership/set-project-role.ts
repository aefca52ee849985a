import { isAtLeast, type Role, roles } from "@plumbline/access/roles";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { lockOrganization } from "../organization/lock.ts";
import { parseInput } from "../parse-input.ts";
import { checkMayGrant, checkMayRule, findRole } from "./rules.ts";

const setProjectRoleInput = z.strictObject({
  projectId: z.string(),
  userId: z.string(),
  /** null: the role of the organisation holds again. */
  role: z.enum(roles).nullable(),
});

/** Replaces the role of a member inside one project. Owners of the organisation own its projects too. */
export async function setProjectRole(
  ctx: ServiceContext,
  input: z.input<typeof setProjectRoleInput>,
): Promise<void> {
  const { projectId, userId, role } = parseInput(setProjectRoleInput, input);
  const { organizationId } = await requireProjectPermission(ctx, projectId, "members:manage");
  if (!isStoredId(userId)) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    await lockOrganization(tx, organizationId);
    // Read again under the lock, like every role that decides.
    const access = await requireProjectPermission({ ...ctx, db: tx }, projectId, "members:manage");
    const ofOrganization = await findRole(tx, organizationId, userId);
    if (ofOrganization === null) throw new PlumblineError("not_found");
    const key = { projectId_userId: { projectId, userId } };
    const override = await tx.projectMembership.findUnique({ where: key, select: { role: true } });
    const before = override?.role ?? null;
    checkChange(access.role, { ofOrganization, before, role });
    if (before === role) return;
    await replace(tx, { projectId, userId, role });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "membership.project-role-changed",
      entityId: userId,
      before: { role: before },
      after: { role },
    });
  });
}

interface Change {
  ofOrganization: Role;
  before: Role | null;
  role: Role | null;
}

function checkChange(actorRole: Role | null, { ofOrganization, before, role }: Change): void {
  if (ofOrganization === "owner" && role !== null) {
    throw new PlumblineError("conflict", {
      message: "An owner of the organisation has every right in its projects already.",
    });
  }
  const strongest = before !== null && isAtLeast(before, ofOrganization) ? before : ofOrganization;
  checkMayRule(actorRole, strongest);
  checkMayGrant(actorRole, role ?? ofOrganization);
}

async function replace(
  tx: Transaction,
  { projectId, userId, role }: { projectId: string; userId: string; role: Role | null },
): Promise<void> {
  const key = { projectId_userId: { projectId, userId } };
  if (role === null) await tx.projectMembership.delete({ where: key });
  else {
    const create = { projectId, userId, role };
    await tx.projectMembership.upsert({ where: key, create, update: { role } });
  }
}
