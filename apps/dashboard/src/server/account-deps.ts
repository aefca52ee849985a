import type { ServiceContext } from "@plumbline/services/context";
import type { SignUpDeps } from "@plumbline/services/user";
import { getDeps, systemDeps } from "./deps.ts";
import { getEnv } from "./env.ts";

/** What the verbs about accounts need besides who asks. */
export function accountDeps(requestId: string): SignUpDeps {
  const { SIGNUP_ENABLED, NEXTAUTH_SECRET } = getEnv();
  return { ...systemDeps(requestId), isSignUpOpen: SIGNUP_ENABLED, linkSecret: NEXTAUTH_SECRET };
}

export function withLinkSecret(services: ServiceContext): ServiceContext & { linkSecret: string } {
  return { ...services, linkSecret: getEnv().NEXTAUTH_SECRET };
}

export const hasMail = (): boolean => getDeps().mailer !== null;

/** Of a page of ours, as browsers reach it. */
export function publicUrl(path: string): string {
  return new URL(path, getEnv().NEXTAUTH_URL).href;
}
