import type { RouteOptions } from "fastify";
import { apiVersion } from "../../version.ts";

/** Alive: answers as long as the event loop turns, whatever the stores do. */
export function reportHealth(url: string, shape: "plain" | "langfuse"): RouteOptions {
  return {
    method: "GET",
    url,
    config: { operation: "report-health", access: { auth: "none" } },
    handler: async () =>
      shape === "langfuse" ? { status: "OK", version: apiVersion } : { status: "ok", version: apiVersion },
  };
}
