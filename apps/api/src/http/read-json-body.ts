import { PlumblineError } from "@plumbline/contracts/errors";
import type { FastifyRequest } from "fastify";
import type { RouteDeps } from "../deps.ts";
import { parseJson } from "./json.ts";

/** The body as a JSON object. Throws `invalid_request` for anything else. */
export async function readJsonObject(
  request: FastifyRequest,
  deps: RouteDeps,
): Promise<Record<string, unknown>> {
  const body = await deps.bodies.withBody(request.raw, (bytes) =>
    parseJson(bytes, deps.limits.API_MAX_DEPTH),
  );
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return { ...body };
  throw invalidBody("expected an object");
}

export function invalidBody(reason: string): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: "Invalid request data",
    details: { issues: [reason] },
  });
}
