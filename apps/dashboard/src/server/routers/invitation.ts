import { roles } from "@plumbline/access/roles";
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  revokeInvitation,
} from "@plumbline/services/invitation";
import { z } from "zod";
import { publicUrl, withLinkSecret } from "../account-deps.ts";
import { mailInvitation } from "../mail-invitation.ts";
import { organizationProcedure, router, userProcedure } from "../trpc.ts";

export const invitationRouter = router({
  list: organizationProcedure("members:manage").query(({ ctx, input }) =>
    listInvitations(ctx.services, input),
  ),

  /** The link is in this answer, and in the mail if one was sent; nowhere else. */
  create: organizationProcedure("members:manage")
    .input(
      z.object({
        email: z.string().optional(),
        role: z.enum(roles),
        projectId: z.string().optional(),
        projectRole: z.enum(roles).optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const services = withLinkSecret(ctx.services);
      const { token, ...invitation } = await createInvitation(services, input);
      const url = publicUrl(`/invite/${token}`);
      return { ...invitation, url, mail: await mailInvitation(services, invitation, input, url) };
    }),

  revoke: organizationProcedure("members:manage")
    .input(z.object({ invitationId: z.string() }))
    .mutation(({ ctx, input }) => revokeInvitation(ctx.services, input)),

  accept: userProcedure
    .input(z.object({ token: z.string().max(200) }))
    .mutation(async ({ ctx, input }) =>
      acceptInvitation(withLinkSecret(ctx.services), input, await ctx.getAddress()),
    ),
});
