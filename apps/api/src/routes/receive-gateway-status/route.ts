import { gatewayStatusReport } from "@plumbline/contracts/gateway-status";
import { reportGatewayStatus } from "@plumbline/services/gateway";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { invalidBody, readJsonObject } from "../../http/read-json-body.ts";

/** What a gateway says of itself every two seconds. */
export function receiveGatewayStatus(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/internal/gateway/status",
    config: { operation: "receive-gateway-status", access: { auth: "gateway" } },
    handler: async (request, reply) => {
      const parsed = gatewayStatusReport.safeParse(await readJsonObject(request, deps));
      if (!parsed.success) throw invalidBody(parsed.error.issues[0]?.path.join(".") ?? "report");
      await reportGatewayStatus(deps.db, parsed.data, deps.clock.nowMs());
      return reply.status(204).send();
    },
  };
}
