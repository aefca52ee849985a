import type { Scope } from "@plumbline/access/scopes";
import type { FastifyInstance } from "fastify";

/** What a route demands of its caller. Every route declares it in `config.access`; a test enumerates them. */
export type RouteAccess =
  | { auth: "none" }
  /** The address itself is the key: it carries a signature and expires. */
  | { auth: "signed-address" }
  /** For our own gateways: a token that follows from the pepper. No API key opens it. */
  | { auth: "gateway" }
  | {
      auth: "key";
      /** One of them is enough. */
      scopes: readonly [Scope, ...Scope[]];
      /**
       * Also takes a public key alone, which opens only what the route says. Web pages of any origin may
       * call such a route, see http/cors.ts; the key decides which of them it serves.
       */
      publicKey?: "scores";
    };

declare module "fastify" {
  interface FastifyContextConfig {
    access?: RouteAccess;
    /** Name of the operation, for logs and metrics. */
    operation?: string;
  }
}

export interface RegisteredRoute {
  method: string;
  path: string;
  operation: string | undefined;
  access: RouteAccess | undefined;
}

/** Collects every route with what it declares; has to be called before the first route. */
export function collectRoutes(server: FastifyInstance): RegisteredRoute[] {
  const routes: RegisteredRoute[] = [];
  server.addHook("onRoute", (route) => {
    for (const method of [route.method].flat()) {
      routes.push({
        method,
        path: route.url,
        operation: route.config?.operation,
        access: route.config?.access,
      });
    }
  });
  return routes;
}
