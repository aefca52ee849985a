import { requireProjectPermission } from "@plumbline/services/authorise";
import { z } from "zod";
import { sampleTrace } from "../../features/onboarding/sample-trace.ts";
import { postTraces } from "../post-traces.ts";
import { projectProcedure, router } from "../trpc.ts";

export const onboardingRouter = router({
  /** For people without code at hand: one real trace under their new key, through the API's own door. */
  sendSample: projectProcedure("traces:ingest")
    .input(z.object({ publicKey: z.string().max(200), secretKey: z.string().max(200) }))
    .mutation(async ({ ctx, input }) => {
      await requireProjectPermission(ctx.services, input.projectId, "traces:ingest");
      const { traceId, body } = sampleTrace(ctx.services.clock.nowMs());
      await postTraces(input, body);
      return { traceId };
    }),
});
