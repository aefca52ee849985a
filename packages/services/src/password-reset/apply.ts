import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAuditOfUser } from "../audit/index.ts";
import type { ServiceContext } from "../context.ts";
import type { LinkSecret } from "../link-token.ts";
import { beginAttempt } from "../user/attempts.ts";
import { checkNewPassword } from "../user/check-new-password.ts";
import { hashPassword } from "../user/hash-password.ts";
import { setPassword } from "../user/set-password.ts";
import { findOpenReset } from "./find.ts";

/**
 * Sets the password and ends every session of the account. `not_found` alike for a token that never was,
 * was used, has run out or has another purpose.
 */
export async function applyPasswordReset(
  deps: Omit<ServiceContext, "actor"> & LinkSecret,
  input: { token: string; password: string },
  ip: string,
): Promise<{ email: string }> {
  beginAttempt(deps, "link-use", { ip, subject: input.token.slice(0, 64) });
  const reset = await findOpenReset(deps, input.token);
  if (reset === null) throw worthNothing();
  const { userId, email } = reset;
  checkNewPassword(input.password, email);
  const passwordHash = await hashPassword(input.password);
  const ctx = { actor: { type: "system", name: "password-reset" }, requestId: deps.requestId } as const;
  await runTransaction(deps.db, async (tx) => {
    const now = new Date(deps.clock.nowMs());
    const { count } = await tx.passwordReset.updateMany({
      where: { id: reset.id, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (count === 0) throw worthNothing();
    await setPassword(tx, deps, { userId, passwordHash });
    await writeAuditOfUser(tx, ctx, { userId, action: "user.password-reset" });
  });
  return { email };
}

function worthNothing(): PlumblineError {
  return new PlumblineError("not_found", {
    message: "This link was used, has run out, or was never one. Ask for a new one.",
  });
}
