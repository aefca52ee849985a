import { customPriceKinds } from "@plumbline/pricing/custom-price";
import {
  createCustomPrice,
  listCustomPrices,
  listModels,
  removeCustomPrice,
} from "@plumbline/services/custom-price";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

export const customPriceRouter = router({
  list: projectProcedure("project:read").query(({ ctx, input }) => listCustomPrices(ctx.services, input)),

  /** Models of the last 30 days with what a call of each would cost now. */
  models: projectProcedure("traces:read").query(({ ctx, input }) => listModels(ctx.services, input)),

  create: projectProcedure("prices:update")
    .input(
      z.object({
        modelPattern: z.string().max(200),
        provider: z.string().max(100).nullable(),
        prices: z
          .partialRecord(z.enum(customPriceKinds), z.string().max(20))
          .and(z.object({ input: z.string().max(20) })),
        validFromMs: z.number().int().min(0).optional(),
      }),
    )
    .mutation(({ ctx, input: { validFromMs, ...input } }) =>
      createCustomPrice(ctx.services, {
        ...input,
        ...(validFromMs === undefined ? {} : { validFrom: new Date(validFromMs) }),
      }),
    ),

  remove: projectProcedure("prices:update")
    .input(z.object({ customPriceId: z.string().max(200) }))
    .mutation(({ ctx, input }) => removeCustomPrice(ctx.services, input)),
});
