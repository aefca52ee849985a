import { explainObservation, getObservationDetail } from "@plumbline/services/observation";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

export const observationRouter = router({
  /** What a span's row in a trace leaves out, except its text: that has a procedure of its own. */
  get: projectProcedure("traces:read")
    .input(z.object({ traceId: z.string().min(1), spanId: z.string() }))
    .query(({ ctx, input }) => getObservationDetail(ctx.services, input)),

  /** What the span's client sent, key by key. */
  sent: projectProcedure("traces:read")
    .input(z.object({ traceId: z.string().min(1), spanId: z.string() }))
    .query(({ ctx, input }) => explainObservation(ctx.services, input)),
});
