import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { connectIdentity, signInWithProvider } from "@plumbline/services/user-identity";
import { accountDeps } from "./account-deps.ts";
import type { AuthIntent } from "./auth-intent.ts";
import { readClaims } from "./auth-providers.ts";
import { getDeps, serviceContext } from "./deps.ts";

interface ProviderAccount {
  provider: string;
  providerAccountId: string;
}

const refusals = {
  "password-first": "/sign-in?error=password_first",
  unverified: "/sign-in?error=unverified",
  "sign-up-closed": "/sign-in?error=sign_up_closed",
} as const;

/** True lets the person in; an address says why not. */
export async function admitFromProvider(
  { provider, providerAccountId }: ProviderAccount,
  profile: unknown,
  intent: AuthIntent,
): Promise<true | string> {
  const account = { provider, providerAccountId };
  const requestId = randomUUID();
  try {
    if (intent.connectTo !== undefined) return await connect(intent.connectTo, account, requestId);
    const { name, email, email_verified } = readClaims(profile);
    const result = await signInWithProvider(accountDeps(requestId), {
      ...account,
      name: name ?? "",
      email: email ?? null,
      isEmailVerified: email_verified === true,
      ...(intent.invitationToken === undefined ? {} : { invitationToken: intent.invitationToken }),
    });
    return result.outcome === "signed-in" ? true : refusals[result.outcome];
  } catch (error) {
    getDeps().logger.error({ requestId, provider, err: error }, "sign-in with a provider failed");
    return "/sign-in?error=unavailable";
  }
}

async function connect(userId: string, account: ProviderAccount, requestId: string): Promise<true | string> {
  try {
    await connectIdentity(serviceContext(userId, requestId), account);
    return true;
  } catch (error) {
    if (PlumblineError.isInstance(error) && error.code === "conflict") return "/account?error=taken";
    throw error;
  }
}
