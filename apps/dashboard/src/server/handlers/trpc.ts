import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getEnv } from "../env.ts";
import { appRouter } from "../routers/app-router.ts";
import { isSameOrigin } from "../same-origin.ts";
import { createContext } from "../trpc.ts";

export async function handleTrpc(request: Request): Promise<Response> {
  if (request.method !== "GET" && !isSameOrigin(request.headers, getEnv().NEXTAUTH_URL)) {
    return Response.json({ error: "forbidden" }, { status: 403 });
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext,
    // A stream that something on the way compresses would arrive in lumps.
    responseMeta: () => ({ headers: new Headers({ "cache-control": "private, no-store, no-transform" }) }),
  });
}
