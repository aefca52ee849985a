import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAuditOfUser } from "../audit/index.ts";
import type { ServiceContext } from "../context.ts";
import { findOpenInvitation } from "../invitation/find-open.ts";
import type { LinkSecret } from "../link-token.ts";
import { parseInput } from "../parse-input.ts";
import type { SignedInUser } from "../user/resolve-session.ts";
import { newEmail } from "../user/user-input.ts";
import { findByIdentity, identityKey } from "./find-by-identity.ts";

const profileInput = z.strictObject({
  ...identityKey,
  email: newEmail.nullable(),
  /** Only when the provider itself says so. */
  isEmailVerified: z.boolean(),
  name: z.string(),
  invitationToken: z.string().max(200).optional(),
});
export type ProviderProfile = z.input<typeof profileInput>;

export interface ProviderSignInDeps extends Omit<ServiceContext, "actor">, LinkSecret {
  isSignUpOpen: boolean;
}

export type ProviderSignIn =
  | { outcome: "signed-in"; user: SignedInUser }
  /** There is an account with a password under this address: sign in with it, then connect. */
  | { outcome: "password-first" }
  /** The provider does not vouch for an address. */
  | { outcome: "unverified" }
  | { outcome: "sign-up-closed" };

/**
 * Knows people by the provider's own id of them. An e-mail address only ever leads to an account when the
 * provider verified it and the account has no password: one that has may have been opened by anybody who
 * typed the address, and who would keep the key to it.
 */
export async function signInWithProvider(
  deps: ProviderSignInDeps,
  input: ProviderProfile,
): Promise<ProviderSignIn> {
  const profile = parseInput(profileInput, input);
  const known = await findByIdentity(deps, profile);
  if (known !== null) return { outcome: "signed-in", user: known };
  const { email } = profile;
  if (email === null || !profile.isEmailVerified) return { outcome: "unverified" };
  const existing = await deps.db.user.findUnique({ where: { email } });
  if (existing?.passwordHash) return { outcome: "password-first" };
  if (existing === null && !(await maySignUp(deps, email, profile.invitationToken))) {
    return { outcome: "sign-up-closed" };
  }
  await connectOrCreate(deps, { ...profile, email });
  const user = await findByIdentity(deps, profile);
  if (user === null) throw new PlumblineError("conflict");
  return { outcome: "signed-in", user };
}

async function maySignUp(deps: ProviderSignInDeps, email: string, token?: string): Promise<boolean> {
  if (deps.isSignUpOpen) return true;
  const invitation = token === undefined ? null : await findOpenInvitation(deps, token);
  return invitation !== null && (invitation.email === null || invitation.email === email);
}

/** Two first sign-ins at once: the second finds the row taken, `conflict`, and the next try goes through. */
async function connectOrCreate(
  deps: ProviderSignInDeps,
  profile: z.output<typeof profileInput> & { email: string },
): Promise<void> {
  const { provider, providerAccountId, email } = profile;
  const ctx = { actor: { type: "system", name: "sign-in" }, requestId: deps.requestId } as const;
  await runTransaction(deps.db, async (tx) => {
    // Locked, so that no password is set in the meantime.
    await tx.$queryRaw`SELECT id FROM users WHERE email = ${email} FOR UPDATE`;
    const existing = await tx.user.findUnique({ where: { email } });
    if (existing?.passwordHash) throw new PlumblineError("conflict");
    const name = tidyName(profile.name) || email.slice(0, email.indexOf("@"));
    const user = existing ?? (await tx.user.create({ data: { email, name } }));
    await tx.userIdentity.create({ data: { userId: user.id, provider, providerAccountId } });
    await writeAuditOfUser(tx, ctx, {
      userId: user.id,
      action: existing === null ? "user.created" : "user.identity-connected",
      after: { email, provider },
    });
  });
}

function tidyName(name: string): string {
  return name
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 100);
}
