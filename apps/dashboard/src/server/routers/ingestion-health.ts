import { requireProjectPermission } from "@plumbline/services/authorise";
import { getIngestionHealth } from "@plumbline/services/ingestion-health";
import { z } from "zod";
import { readJournal } from "../read-journal.ts";
import { timeRange, windowUntilNow } from "../trace-query.ts";
import { projectProcedure, router } from "../trpc.ts";

export const ingestionHealthRouter = router({
  get: projectProcedure("rejected-events:read")
    .input(
      z.object({
        range: timeRange,
        /** IANA name. */
        zone: z.string().max(100),
      }),
    )
    .query(({ ctx, input: { range, ...input } }) =>
      getIngestionHealth(ctx.services, { ...input, ...windowUntilNow(range, ctx.services.clock.nowMs()) }),
    ),

  /** Of the API that this dashboard knows, for all of its projects together. */
  journal: projectProcedure("rejected-events:read").query(async ({ ctx, input, signal }) => {
    await requireProjectPermission(ctx.services, input.projectId, "rejected-events:read");
    return readJournal(signal);
  }),
});
