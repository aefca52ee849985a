import { PlumblineError } from "@plumbline/contracts/errors";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import type { RouteDeps } from "../deps.ts";
import { parseJson } from "./json.ts";

/** The JSON body of a request. Throws `invalid_request` that names every wrong field. */
export async function readBody<Schema extends z.ZodType>(
  deps: RouteDeps,
  request: FastifyRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  return deps.bodies.withBody(request.raw, async (bytes) => {
    const result = schema.safeParse(await parseJson(bytes, deps.limits.API_MAX_DEPTH));
    if (result.success) return result.data;
    throw new PlumblineError("invalid_request", {
      message: "Invalid request data",
      details: { issues: result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) },
    });
  });
}
