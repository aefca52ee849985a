import { roles } from "@plumbline/access/roles";
import {
  changeRole,
  leaveOrganization,
  listMembers,
  removeMember,
  setProjectRole,
} from "@plumbline/services/membership";
import { createResetLink } from "@plumbline/services/password-reset";
import { z } from "zod";
import { publicUrl, withLinkSecret } from "../account-deps.ts";
import { organizationProcedure, projectProcedure, router } from "../trpc.ts";

const member = z.object({ userId: z.string() });

export const membershipRouter = router({
  list: organizationProcedure("members:read").query(({ ctx, input }) => listMembers(ctx.services, input)),

  changeRole: organizationProcedure("members:manage")
    .input(member.extend({ role: z.enum(roles) }))
    .mutation(({ ctx, input }) => changeRole(ctx.services, input)),

  remove: organizationProcedure("members:manage")
    .input(member)
    .mutation(({ ctx, input }) => removeMember(ctx.services, input)),

  /** Everybody who is in may go. */
  leave: organizationProcedure("organisation:read").mutation(({ ctx, input }) =>
    leaveOrganization(ctx.services, input),
  ),

  /** null lets the role of the organisation hold again. */
  setProjectRole: projectProcedure("members:manage")
    .input(member.extend({ role: z.enum(roles).nullable() }))
    .mutation(({ ctx, input }) => setProjectRole(ctx.services, input)),

  /** The link is in this answer and nowhere else. */
  createResetLink: organizationProcedure("members:manage")
    .input(member)
    .mutation(async ({ ctx, input }) => {
      const { token, expiresAt } = await createResetLink(withLinkSecret(ctx.services), input);
      return { url: publicUrl(`/reset/${token}`), expiresAt };
    }),
});
