import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAuditOfUser } from "../audit/index.ts";
import type { ServiceContext } from "../context.ts";
import { findOpenInvitation } from "../invitation/find-open.ts";
import type { LinkSecret } from "../link-token.ts";
import { parseInput } from "../parse-input.ts";
import { beginAttempt } from "./attempts.ts";
import { checkNewPassword } from "./check-new-password.ts";
import { hashPassword } from "./hash-password.ts";
import { newEmail, newName } from "./user-input.ts";

const signUpInput = z.strictObject({
  name: newName,
  email: newEmail,
  password: z.string().max(1024),
  /** Opens a closed sign-up for its guest. */
  invitationToken: z.string().max(200).optional(),
});

export interface SignUpDeps extends Omit<ServiceContext, "actor">, LinkSecret {
  /** Whether anybody may make an account; otherwise only guests with an invitation. */
  isSignUpOpen: boolean;
}

/**
 * Makes an account. Answers alike, after the same work, when the address has one already: who owns it
 * signs in, or resets the password. `forbidden` when sign-up is closed and no invitation opens it.
 */
export async function signUp(
  deps: SignUpDeps,
  input: z.input<typeof signUpInput>,
  ip: string,
): Promise<void> {
  const { name, email, password, invitationToken } = parseInput(signUpInput, input);
  beginAttempt(deps, "sign-up", { ip, subject: email });
  await checkMaySignUp(deps, email, invitationToken);
  checkNewPassword(password, email);
  const passwordHash = await hashPassword(password);
  const ctx = { actor: { type: "system", name: "sign-up" }, requestId: deps.requestId } as const;
  try {
    await runTransaction(deps.db, async (tx) => {
      const user = await tx.user.create({ data: { name, email, passwordHash } });
      await writeAuditOfUser(tx, ctx, { userId: user.id, action: "user.created", after: { email, name } });
    });
  } catch (error) {
    if (PlumblineError.isInstance(error) && error.code === "conflict") return;
    throw error;
  }
}

async function checkMaySignUp(deps: SignUpDeps, email: string, invitationToken?: string): Promise<void> {
  if (deps.isSignUpOpen) return;
  const invitation = invitationToken === undefined ? null : await findOpenInvitation(deps, invitationToken);
  if (invitation !== null && (invitation.email === null || invitation.email === email)) return;
  throw new PlumblineError("forbidden", {
    message:
      invitation === null
        ? "Sign-up is closed here. Ask somebody who is in for an invitation link."
        : "This invitation is for another e-mail address. Sign up with the address that was invited.",
  });
}
