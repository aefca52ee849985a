import { PlumblineError } from "@plumbline/contracts/errors";
import { systemClock } from "@plumbline/runtime/clock";
import { verifyPassword } from "@plumbline/services/user";
import { findByIdentity } from "@plumbline/services/user-identity";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { AuthIntent } from "./auth-intent.ts";
import { authProviders } from "./auth-providers.ts";
import { getDeps } from "./deps.ts";
import { getEnv } from "./env.ts";
import { admitFromProvider } from "./provider-sign-in.ts";
import { lastHop } from "./remote-address.ts";

const sessionSeconds = 7 * 24 * 3600;

declare module "next-auth" {
  interface Session {
    user?: { id?: string; name?: string | null; email?: string | null };
    sessionEpoch?: number;
  }
  interface User {
    sessionEpoch?: number;
  }
}

declare module "next-auth/jwt" {
  interface JWT {
    /** Of the user at sign-in; once theirs is higher, this session is over. */
    sessionEpoch?: number;
  }
}

/** `intent` is known where somebody comes back from a provider. */
export function authOptions(intent: AuthIntent = {}): NextAuthOptions {
  const env = getEnv();
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [passwordProvider(), ...authProviders(env)],
    callbacks: {
      signIn: ({ account, profile }) =>
        account?.type === "oauth" ? admitFromProvider(account, profile, intent) : true,
      jwt: async ({ token, user, account }) => {
        if (account?.type === "oauth") {
          const known = await findByIdentity(getDeps(), account);
          if (known === null) throw new Error("The identity is gone.");
          return { sub: known.id, sessionEpoch: known.sessionEpoch };
        }
        return user ? { sub: user.id, sessionEpoch: user.sessionEpoch ?? 0 } : token;
      },
      session: ({ session, token }) => ({
        ...session,
        user: { id: token.sub },
        sessionEpoch: token.sessionEpoch ?? 0,
      }),
    },
    logger: {
      error: (code, metadata) => {
        getDeps().logger.error({ code, err: metadata instanceof Error ? metadata : metadata.error }, "auth");
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function passwordProvider() {
  return CredentialsProvider({
    credentials: { email: { type: "email" }, password: { type: "password" } },
    authorize: (credentials, request) =>
      signIn(
        { email: String(credentials?.email ?? ""), password: String(credentials?.password ?? "") },
        lastHop(request.headers?.["x-forwarded-for"]),
      ),
  });
}

interface Credentials {
  email: string;
  password: string;
}

/** An error's message reaches the form as its `error`: "rate_limited:<seconds>" or "unavailable". */
async function signIn(credentials: Credentials, ip: string) {
  const { db, logger } = getDeps();
  try {
    return await verifyPassword({ db, clock: systemClock }, { ...credentials, ip });
  } catch (error) {
    if (PlumblineError.isInstance(error) && error.code === "unauthenticated") return null;
    if (PlumblineError.isInstance(error) && error.code === "rate_limited") {
      throw new Error(`rate_limited:${Math.ceil(Number(error.details.retryAfterMs ?? 0) / 1000)}`);
    }
    logger.error({ err: error }, "sign-in check failed");
    throw new Error("unavailable");
  }
}
