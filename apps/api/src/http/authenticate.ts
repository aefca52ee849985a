import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { PlumblineError } from "@plumbline/contracts/errors";
import { gatewayFeedToken } from "@plumbline/runtime/gateway-secret";
import { type ApiKeyActor, authenticateApiKey } from "@plumbline/services/api-key";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ApiDeps } from "../deps.ts";
import type { RouteAccess } from "./access.ts";

declare module "fastify" {
  interface FastifyRequest {
    actor: ApiKeyActor | null;
    /** True when only a public key was shown, as browsers do. */
    publicKeyOnly: boolean;
  }
}

/** Checks what the route declares before its body is read. */
export function installAuthentication(server: FastifyInstance, deps: ApiDeps): void {
  server.decorateRequest("actor", null);
  server.decorateRequest("publicKeyOnly", false);
  const gatewayDigest = digestOf(`Bearer ${gatewayFeedToken(deps.pepper)}`);
  server.addHook("onRequest", async (request) => {
    const access = request.routeOptions.config.access;
    if (access?.auth === "gateway") {
      const shown = digestOf(request.headers.authorization ?? "");
      // What strangers cannot open does not exist for them.
      if (!timingSafeEqual(shown, gatewayDigest)) throw new PlumblineError("not_found");
    }
    if (access?.auth !== "key") return;
    const credentials = readCredentials(request.headers);
    request.publicKeyOnly = credentials.secretKey === undefined;
    if (request.publicKeyOnly && access.publicKey === undefined) {
      throw new PlumblineError("unauthenticated", {
        message: "The public key alone does not open this; send Basic publicKey:secretKey.",
      });
    }
    const actor = await authenticateApiKey(deps, { ...credentials, origin: request.headers.origin });
    requireOneScope(actor, access);
    request.actor = actor;
  });
}

/** Texts of any length are compared in the same time. */
function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** For handlers of routes that declare `auth: "key"`. */
export function actorOf(request: FastifyRequest): ApiKeyActor {
  if (request.actor === null) throw new PlumblineError("unauthenticated");
  return request.actor;
}

/** For transports without routes; only keys with a secret open these. */
export async function authenticateHeaders(
  deps: ApiDeps,
  headers: IncomingHttpHeaders,
  scopes: Extract<RouteAccess, { auth: "key" }>["scopes"],
): Promise<ApiKeyActor> {
  const credentials = readCredentials(headers);
  if (credentials.secretKey === undefined) throw new PlumblineError("unauthenticated");
  const actor = await authenticateApiKey(deps, credentials);
  requireOneScope(actor, { auth: "key", scopes });
  return actor;
}

function requireOneScope(actor: ApiKeyActor, access: Extract<RouteAccess, { auth: "key" }>): void {
  if (access.scopes.some((scope) => actor.scopes.includes(scope))) return;
  throw new PlumblineError("forbidden", {
    message: `This API key lacks the scope ${access.scopes.map((scope) => `"${scope}"`).join(" or ")}.`,
    details: { scopes: access.scopes },
  });
}

interface Credentials {
  publicKey?: string;
  secretKey?: string;
}

/**
 * Basic publicKey:secretKey; Bearer or x-api-key with the secret key; Bearer with a public key, or Basic
 * with it and an empty secret; a secret key without a scheme. Public keys start with "pk-". Other key
 * headers of SDKs only repeat what Authorization says.
 */
function readCredentials(headers: IncomingHttpHeaders): Credentials {
  const authorization = headers.authorization;
  if (authorization === undefined) {
    const secretKey = headers["x-api-key"];
    if (typeof secretKey === "string" && secretKey !== "") return { secretKey };
    throw new PlumblineError("unauthenticated");
  }
  const [scheme, value] = splitOnce(authorization.trim(), " ");
  // Opik and Logfire send the key without a scheme.
  if (value === undefined && !scheme.startsWith("pk-")) return { secretKey: scheme };
  if (!value) throw new PlumblineError("unauthenticated");
  if (scheme.toLowerCase() === "bearer") {
    return value.startsWith("pk-") ? { publicKey: value } : { secretKey: value };
  }
  if (scheme.toLowerCase() !== "basic") throw new PlumblineError("unauthenticated");
  const [publicKey, secretKey] = splitOnce(Buffer.from(value, "base64").toString("utf8"), ":");
  if (!publicKey || secretKey === undefined) throw new PlumblineError("unauthenticated");
  return secretKey === "" ? { publicKey } : { publicKey, secretKey };
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1).trim()];
}
