import { runTransaction } from "@plumbline/db/transaction";
import type { Mailer } from "@plumbline/mail/mailer";
import { z } from "zod";
import { writeAuditOfUser } from "../audit/index.ts";
import type { ServiceContext } from "../context.ts";
import { createLinkToken, type LinkSecret } from "../link-token.ts";
import { parseInput } from "../parse-input.ts";
import { beginAttempt } from "../user/attempts.ts";
import { newEmail } from "../user/user-input.ts";
import { resetLinkLifetimeMs } from "./create-link.ts";

export interface RequestResetDeps extends Omit<ServiceContext, "actor">, LinkSecret {
  mailer: Mailer;
  /** The address of the page that a token opens. */
  resetUrl: (token: string) => string;
}

/**
 * Mails a link to the address if it has an account. The answer comes before that is known, so it says
 * nothing about who is here; `sent` settles when the work is done and never rejects.
 */
export async function requestPasswordReset(
  deps: RequestResetDeps,
  input: { email: string },
  ip: string,
): Promise<{ sent: Promise<void> }> {
  const { email } = parseInput(z.strictObject({ email: newEmail }), input);
  beginAttempt(deps, "reset-request", { ip, subject: email });
  const sent = mailLink(deps, email).catch((error: unknown) => {
    deps.logger.error({ err: error }, "password reset could not be mailed");
  });
  return { sent };
}

async function mailLink(deps: RequestResetDeps, email: string): Promise<void> {
  const user = await deps.db.user.findUnique({ where: { email }, select: { id: true } });
  if (user === null) return;
  const { token, tokenHash } = createLinkToken("password-reset", deps);
  const ctx = { actor: { type: "system", name: "password-reset" }, requestId: deps.requestId } as const;
  await runTransaction(deps.db, async (tx) => {
    const expiresAt = new Date(deps.clock.nowMs() + resetLinkLifetimeMs);
    await tx.passwordReset.create({ data: { userId: user.id, tokenHash, expiresAt } });
    await writeAuditOfUser(tx, ctx, { userId: user.id, action: "user.reset-requested" });
  });
  await deps.mailer.sendMail(email, {
    subject: "Set a new password for Plumbline",
    paragraphs: ["Somebody, hopefully you, asked for a new password for your account at Plumbline."],
    link: { label: "Set a new password", url: deps.resetUrl(token) },
    footer: "The link works once, for 24 hours. If it was not you, ignore this mail: nothing has changed.",
  });
}
