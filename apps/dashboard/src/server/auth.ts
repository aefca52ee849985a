import { PlumblineError } from "@plumbline/contracts/errors";
import { systemClock } from "@plumbline/runtime/clock";
import { verifyPassword } from "@plumbline/services/user";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { getDeps } from "./deps.ts";
import { getEnv } from "./env.ts";
import { lastHop } from "./remote-address.ts";

const sessionSeconds = 7 * 24 * 3600;

declare module "next-auth" {
  interface Session {
    user?: { id?: string; name?: string | null; email?: string | null };
  }
}

let options: NextAuthOptions | undefined;

export function authOptions(): NextAuthOptions {
  options ??= {
    secret: getEnv().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials, request) =>
          signIn(
            { email: String(credentials?.email ?? ""), password: String(credentials?.password ?? "") },
            lastHop(request.headers?.["x-forwarded-for"]),
          ),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, sub: user.id } : token),
      session: ({ session, token }) => ({
        ...session,
        user: { id: token.sub, name: token.name, email: token.email },
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
  return options;
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
