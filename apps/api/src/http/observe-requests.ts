import type { FastifyInstance } from "fastify";
import type { ApiDeps } from "../deps.ts";

/** Echoes the request id, logs one line per request (ingestion that went well only at debug), counts. */
export function observeRequests(server: FastifyInstance, { metrics }: Pick<ApiDeps, "metrics">): void {
  const requests = metrics.counter({
    name: "plumbline_api_requests_total",
    help: "Answered requests.",
    labelNames: ["operation", "status"],
  });
  const durations = metrics.histogram({
    name: "plumbline_api_request_duration_seconds",
    help: "From the first byte in to the last byte out.",
    labelNames: ["operation"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
  server.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  server.addHook("onResponse", async (request, reply) => {
    const operation = request.routeOptions.config.operation ?? "unknown";
    const durationMs = reply.elapsedTime;
    requests.inc({ operation, status: String(reply.statusCode) });
    durations.observe({ operation }, durationMs / 1_000);
    const line = {
      operation,
      method: request.method,
      status: reply.statusCode,
      durationMs: Math.round(durationMs * 10) / 10,
      projectId: request.actor?.projectId,
    };
    if (reply.statusCode >= 400) request.log.info(line, "request refused");
    else request.log.debug(line, "request answered");
  });
}
