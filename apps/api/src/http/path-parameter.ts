import { PlumblineError } from "@plumbline/contracts/errors";
import type { FastifyRequest } from "fastify";

/** A parameter of the path, decoded. Routes that name it always have it. */
export function pathParameter(request: FastifyRequest, name: string): string {
  const { params } = request;
  const value: unknown =
    typeof params === "object" && params !== null ? Reflect.get(params, name) : undefined;
  if (typeof value !== "string" || value === "") throw new PlumblineError("not_found");
  return value;
}
