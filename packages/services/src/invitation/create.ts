import { roles } from "@plumbline/access/roles";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { createLinkToken, type LinkSecret } from "../link-token.ts";
import { checkMayGrant, rereadManager } from "../membership/rules.ts";
import { lockOrganization } from "../organization/lock.ts";
import { parseInput } from "../parse-input.ts";
import { newEmail } from "../user/user-input.ts";
import { type InvitationItem, toInvitationItem } from "./to-invitation-item.ts";

const lifetimeMs = 7 * 24 * 3_600_000;
const maxOpen = 500;

const createInvitationInput = z
  .strictObject({
    organizationId: z.string(),
    /** Only this person may accept; without it, whoever has the link, once. */
    email: newEmail.optional(),
    role: z.enum(roles),
    /** Another role inside one project. */
    projectId: z.string().max(200).optional(),
    projectRole: z.enum(roles).optional(),
  })
  .refine(({ projectId, projectRole }) => (projectId === undefined) === (projectRole === undefined), {
    path: ["projectRole"],
  });
type CreateInvitationInput = z.output<typeof createInvitationInput>;

export interface CreatedInvitation extends InvitationItem {
  /** Shown this once; only its hash is stored. */
  token: string;
}

/** A link that is good for 7 days. `forbidden` when it would give more than its sender has. */
export async function createInvitation(
  ctx: ServiceContext & LinkSecret,
  input: z.input<typeof createInvitationInput>,
): Promise<CreatedInvitation> {
  const wanted = parseInput(createInvitationInput, input);
  const { organizationId } = await requireOrganizationPermission(
    ctx,
    wanted.organizationId,
    "members:manage",
  );
  if (ctx.actor.type !== "user") throw new PlumblineError("forbidden");
  const createdByUserId = ctx.actor.userId;
  const { token, tokenHash } = createLinkToken("invitation", ctx);
  return runTransaction(ctx.db, async (tx) => {
    await lockOrganization(tx, organizationId);
    const actorRole = await rereadManager(tx, ctx, organizationId);
    checkMayGrant(actorRole, wanted.role);
    if (wanted.projectRole !== undefined) checkMayGrant(actorRole, wanted.projectRole);
    await checkFits(tx, ctx, wanted);
    const { email, role, projectId, projectRole } = wanted;
    const created = await tx.invitation.create({
      data: {
        organizationId,
        email: email ?? null,
        role,
        projectId: projectId ?? null,
        projectRole: projectRole ?? null,
        tokenHash,
        createdByUserId,
        expiresAt: new Date(ctx.clock.nowMs() + lifetimeMs),
      },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      ...(projectId === undefined ? {} : { projectId }),
      action: "invitation.created",
      entityId: created.id,
      after: { email: email ?? null, role, projectRole: projectRole ?? null },
    });
    return { ...toInvitationItem(created), token };
  });
}

async function checkFits(
  tx: Transaction,
  { clock }: Pick<ServiceContext, "clock">,
  { organizationId, email, role, projectId }: CreateInvitationInput,
): Promise<void> {
  if (projectId !== undefined) {
    const project = await tx.project.findFirst({
      where: { id: projectId, organizationId, deletedAt: null },
    });
    if (project === null || projectId.includes("\0")) throw new PlumblineError("not_found");
    if (role === "owner") {
      throw new PlumblineError("invalid_request", {
        message: "An owner of the organisation has every right in its projects already.",
      });
    }
  }
  if (email !== undefined) {
    const member = await tx.membership.findFirst({ where: { organizationId, user: { email } } });
    if (member !== null) {
      throw new PlumblineError("conflict", { message: "This person is a member already." });
    }
  }
  const open = await tx.invitation.count({
    where: { organizationId, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date(clock.nowMs()) } },
  });
  if (open >= maxOpen) {
    throw new PlumblineError("conflict", {
      message: `There are ${maxOpen} open invitations. Revoke some of them first.`,
    });
  }
}
