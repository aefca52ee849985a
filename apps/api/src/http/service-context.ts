import type { ApiKeyActor } from "@plumbline/services/api-key";
import type { ServiceContext } from "@plumbline/services/context";
import type { FastifyRequest } from "fastify";
import type { RouteDeps } from "../deps.ts";
import { actorOf } from "./authenticate.ts";

/** On this transport the actor is always a key. */
export type ApiContext = ServiceContext & { actor: ApiKeyActor };

export function contextOf(request: FastifyRequest, deps: RouteDeps): ApiContext {
  return {
    actor: actorOf(request),
    db: deps.db,
    clickhouse: deps.clickhouse,
    clock: deps.clock,
    requestId: request.id,
    logger: deps.logger,
  };
}
