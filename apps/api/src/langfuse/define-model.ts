import { createModelBody, type JsonBody, type ModelBody } from "@plumbline/contracts/langfuse-stored";
import { createCustomPrice } from "@plumbline/services/custom-price";
import type { FastifyRequest } from "fastify";
import type { RouteDeps } from "../deps.ts";
import { readBody } from "../http/read-body.ts";
import { contextOf } from "../http/service-context.ts";
import { customModelBody } from "./model-body.ts";
import { priceOfModel } from "./price-of-model.ts";
import { readModel } from "./read-model.ts";

/**
 * Keeps the definition of a request as it was given, and prices with it from now on as far as the price book
 * can; what it cannot use is told in `notPriced`. Under an id that is taken it replaces what was there.
 */
export async function defineModel(
  deps: RouteDeps,
  request: FastifyRequest,
  definitionId?: string,
): Promise<ModelBody> {
  const definition = readModel(await readBody(deps, request, createModelBody));
  const { notPriced: _told, ...price } = priceOfModel(definition);
  const stored: JsonBody = JSON.parse(JSON.stringify(definition));
  const ctx = contextOf(request, deps);
  const created = await createCustomPrice(ctx, {
    projectId: ctx.actor.projectId,
    provider: null,
    ...price,
    // Without a date the definition holds for every call.
    validFrom: new Date(definition.startDate ?? 0),
    definition: stored,
    ...(definitionId === undefined ? {} : { definitionId }),
  });
  return customModelBody(created);
}
