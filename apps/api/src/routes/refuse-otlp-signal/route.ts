import { PlumblineError } from "@plumbline/contracts/errors";
import type { RouteOptions } from "fastify";
import { otlpErrorHandler } from "../../http/otlp-reply.ts";

/**
 * Logs and metrics are not stored yet. A permanent error says so once per export and is not retried; a
 * success would lose them in silence.
 */
export function refuseOtlpSignal(url: string, signal: "logs" | "metrics"): RouteOptions {
  const variable = signal === "logs" ? "OTEL_LOGS_EXPORTER" : "OTEL_METRICS_EXPORTER";
  return {
    method: "POST",
    url,
    config: { operation: `refuse-otlp-${signal}`, access: { auth: "key", scopes: ["ingest"] } },
    errorHandler: otlpErrorHandler,
    handler: async () => {
      throw new PlumblineError("not_found", {
        message: `Plumbline stores traces; ${signal} were not accepted. Set ${variable}=none to stop sending them.`,
      });
    },
  };
}
