import { PlumblineError } from "@plumbline/contracts/errors";
import { applyPasswordReset, requestPasswordReset } from "@plumbline/services/password-reset";
import { changePassword, endSessions, getAccount, renameUser, signUp } from "@plumbline/services/user";
import { disconnectIdentity } from "@plumbline/services/user-identity";
import { z } from "zod";
import { accountDeps, publicUrl } from "../account-deps.ts";
import { getDeps } from "../deps.ts";
import { publicProcedure, router, userProcedure } from "../trpc.ts";

const password = z.string().max(1024);

export const accountRouter = router({
  get: userProcedure.query(({ ctx }) => getAccount(ctx.services)),

  rename: userProcedure
    .input(z.object({ name: z.string() }))
    .mutation(({ ctx, input }) => renameUser(ctx.services, input)),

  changePassword: userProcedure
    .input(z.object({ oldPassword: password, newPassword: password }))
    .mutation(async ({ ctx, input }) => changePassword(ctx.services, input, await ctx.getAddress())),

  endSessions: userProcedure.mutation(({ ctx }) => endSessions(ctx.services)),

  disconnect: userProcedure
    .input(z.object({ identityId: z.string() }))
    .mutation(({ ctx, input }) => disconnectIdentity(ctx.services, input)),

  signUp: publicProcedure
    .input(
      z.object({
        name: z.string(),
        email: z.string(),
        password,
        invitationToken: z.string().optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => signUp(accountDeps(ctx.requestId), input, await ctx.getAddress())),

  /** Answers before the address is looked up. */
  requestReset: publicProcedure.input(z.object({ email: z.string() })).mutation(async ({ ctx, input }) => {
    const { mailer } = getDeps();
    if (mailer === null) {
      throw new PlumblineError("unavailable", { message: "No mail server is set up here." });
    }
    const resetUrl = (token: string) => publicUrl(`/reset/${token}`);
    const deps = { ...accountDeps(ctx.requestId), mailer, resetUrl };
    await requestPasswordReset(deps, input, await ctx.getAddress());
  }),

  resetPassword: publicProcedure
    .input(z.object({ token: z.string().max(200), password }))
    .mutation(async ({ ctx, input }) =>
      applyPasswordReset(accountDeps(ctx.requestId), input, await ctx.getAddress()),
    ),
});
