import {
  cancelPriceRecompute,
  getPriceRecompute,
  requestPriceRecompute,
} from "@plumbline/services/price-recompute";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

const moment = z.number().int().min(0).max(8_640_000_000_000_000);

export const priceRecomputeRouter = router({
  /** The latest one with how far it is; null when there was none. */
  latest: projectProcedure("project:read").query(({ ctx, input }) => getPriceRecompute(ctx.services, input)),

  request: projectProcedure("prices:update")
    .input(z.object({ fromMs: moment, toMs: moment }))
    .mutation(({ ctx, input: { projectId, fromMs, toMs } }) =>
      requestPriceRecompute(ctx.services, { projectId, from: new Date(fromMs), to: new Date(toMs) }),
    ),

  cancel: projectProcedure("prices:update")
    .input(z.object({ recomputeId: z.string().max(200) }))
    .mutation(({ ctx, input }) => cancelPriceRecompute(ctx.services, input)),
});
