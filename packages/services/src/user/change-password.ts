import { verify } from "@node-rs/argon2";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAuditOfUser } from "../audit/index.ts";
import { requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { beginAttempt } from "./attempts.ts";
import { checkNewPassword } from "./check-new-password.ts";
import { hashPassword } from "./hash-password.ts";
import { setPassword } from "./set-password.ts";

/**
 * Ends every session, this one too: sign in again with the new password. `invalid_request` for a wrong
 * old one and for an account without a password, `rate_limited` after ten wrong ones.
 */
export async function changePassword(
  ctx: ServiceContext,
  input: { oldPassword: string; newPassword: string },
  ip: string,
): Promise<void> {
  const { userId, email } = await requireUser(ctx);
  const succeed = beginAttempt(ctx, "password-check", { ip, subject: userId });
  const stored = await ctx.db.user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  if (!stored?.passwordHash) {
    throw new PlumblineError("invalid_request", {
      message: "This account has no password yet. Set one with the link of “Forgot password”.",
    });
  }
  const isLongEnough = input.oldPassword.length > 0 && input.oldPassword.length <= 1024;
  if (!isLongEnough || !(await verify(stored.passwordHash, input.oldPassword))) {
    throw new PlumblineError("invalid_request", {
      message: "The current password is wrong.",
      details: { fields: ["oldPassword"] },
    });
  }
  succeed();
  checkNewPassword(input.newPassword, email);
  const passwordHash = await hashPassword(input.newPassword);
  const oldHash = stored.passwordHash;
  await runTransaction(ctx.db, async (tx) => {
    await setPassword(tx, ctx, { userId, passwordHash, oldHash });
    await writeAuditOfUser(tx, ctx, { userId, action: "user.password-changed" });
  });
}
