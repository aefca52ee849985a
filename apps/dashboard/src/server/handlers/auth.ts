import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "../auth.ts";
import { type AuthIntent, readWayBack } from "../auth-intent.ts";
import { getEnv } from "../env.ts";
import { isSameOrigin } from "../same-origin.ts";
import { getSessionUser } from "../session.ts";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth's own endpoints; besides its CSRF token, a change has to come from our own pages. */
export async function handleAuth(request: NextRequest, context: RouteContext): Promise<Response> {
  if (request.method === "POST" && !isSameOrigin(request.headers, getEnv().NEXTAUTH_URL)) {
    return Response.json({ error: "forbidden" }, { status: 403 });
  }
  const response: Response = await NextAuth(request, context, authOptions(await intentOf(request)));
  response.headers.set("cache-control", "private, no-store");
  return response;
}

/** Only where a provider sends somebody back. */
async function intentOf(request: NextRequest): Promise<AuthIntent> {
  if (!request.nextUrl.pathname.startsWith("/api/auth/callback/")) return {};
  const { connects, ...intent } = readWayBack(request.cookies);
  const user = connects ? await getSessionUser() : null;
  return user === null ? intent : { ...intent, connectTo: user.id };
}
