import { uncompressed } from "@plumbline/runtime/uncompressed";
import type { NextAuthOptions } from "next-auth";
import GitHubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import { z } from "zod";
import { type DashboardEnv, getEnv } from "./env.ts";

/** What we read of a provider's answer about somebody; anything else in it is ignored. */
const claims = z.object({
  name: z.string().nullish().catch(null),
  email: z.string().nullish().catch(null),
  email_verified: z.boolean().nullish().catch(null),
});

export function readClaims(profile: unknown): z.output<typeof claims> {
  return claims.parse(profile ?? {});
}

export interface ProviderName {
  id: string;
  name: string;
}

/** Those whose variables are set, for buttons. */
export function listProviders(): ProviderName[] {
  return authProviders(getEnv()).map(({ id, name }) => ({ id, name }));
}

/** Every answer is bound to the browser that asked by state and PKCE, its id token by a nonce as well. */
const checks: ("pkce" | "state" | "nonce")[] = ["pkce", "state", "nonce"];

export function authProviders(env: DashboardEnv): NextAuthOptions["providers"] {
  const providers: NextAuthOptions["providers"] = [];
  const google = credentialsOf(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET);
  if (google) providers.push(GoogleProvider({ ...google, checks }));
  const gitHub = credentialsOf(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET);
  if (gitHub) {
    // GitHub answers without an id token, so there is nothing to hold a nonce.
    const userinfo = { url: "https://api.github.com/user", request: readGitHubUser };
    providers.push(GitHubProvider({ ...gitHub, checks: ["pkce", "state"], userinfo }));
  }
  const oidc = credentialsOf(env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET);
  if (oidc && env.OIDC_ISSUER) providers.push(oidcProvider(env.OIDC_ISSUER, env.OIDC_NAME, oidc));
  return providers;
}

interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}

function credentialsOf(clientId?: string, clientSecret?: string): ClientCredentials | null {
  return clientId && clientSecret ? { clientId, clientSecret } : null;
}

function oidcProvider(
  issuer: string,
  name: string,
  credentials: ClientCredentials,
): NextAuthOptions["providers"][number] {
  return {
    id: "oidc",
    name,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks,
    ...credentials,
    userinfo: {
      request: async ({ client, tokens }) => {
        const ofIdToken = readIdToken(tokens.id_token);
        if (client.issuer.metadata.userinfo_endpoint === undefined) return ofIdToken;
        // Many issuers leave the address out of the id token; what that one says, though, goes first.
        const more = await client.userinfo(tokens.access_token ?? "");
        if (more.sub !== ofIdToken.sub) throw new Error("The issuer answered about somebody else.");
        return { ...more, ...ofIdToken };
      },
    },
    profile: (profile: { sub: string }) => ({ id: profile.sub }),
  };
}

const idTokenClaims = z.looseObject({ sub: z.string() });

/** Its signature, audience and nonce were checked when it was fetched. */
function readIdToken(idToken: string | undefined): z.output<typeof idTokenClaims> {
  const [, payload = ""] = (idToken ?? "").split(".");
  return idTokenClaims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
}

const gitHubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));
const gitHubPatienceMs = 10_000;

/** The address on a profile is whatever its owner shows; which ones are theirs stands in a list of its own. */
async function readGitHubUser({ tokens }: { tokens: { access_token?: string } }) {
  const authorization = `Bearer ${tokens.access_token ?? ""}`;
  const headers = { ...uncompressed, authorization, "user-agent": "Plumbline" };
  const read = async (path: string): Promise<unknown> => {
    const signal = AbortSignal.timeout(gitHubPatienceMs);
    const response = await fetch(`https://api.github.com${path}`, { headers, signal, redirect: "error" });
    if (!response.ok) throw new Error(`GitHub answered ${response.status} for ${path}.`);
    return response.json();
  };
  const user = z.looseObject({ id: z.number(), login: z.string() }).parse(await read("/user"));
  const primary = gitHubEmails.parse(await read("/user/emails")).find((entry) => entry.primary);
  return { ...user, email: primary?.email, email_verified: primary?.verified ?? false };
}
