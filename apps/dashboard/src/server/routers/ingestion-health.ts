import { listIngestInstances } from "@plumbline/services/ingest-status";
import { getIngestionHealth } from "@plumbline/services/ingestion-health";
import { z } from "zod";
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

  /** Of every API process, for all projects together. */
  journal: projectProcedure("rejected-events:read").query(({ ctx, input }) =>
    listIngestInstances(ctx.services, input),
  ),
});
