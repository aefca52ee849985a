import { PlumblineError } from "@plumbline/contracts/errors";
import type { RouteOptions } from "fastify";
import { otlpErrorHandler } from "../../http/otlp-reply.ts";

/**
 * Logs are not stored yet. A permanent error says so once per export and is not retried; a success would
 * lose them in silence.
 */
export function refuseOtlpSignal(url: string, signal: "logs"): RouteOptions {
  return {
    method: "POST",
    url,
    config: { operation: `refuse-otlp-${signal}`, access: { auth: "key", scopes: ["ingest"] } },
    errorHandler: otlpErrorHandler,
    handler: async () => {
      throw new PlumblineError("not_found", {
        message: `Plumbline stores traces and metrics; ${signal} were not accepted. Set OTEL_LOGS_EXPORTER=none to stop sending them.`,
      });
    },
  };
}
