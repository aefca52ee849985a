import { getIngestStatus } from "@plumbline/services/ingest-status";
import { projectProcedure, router } from "../trpc.ts";

export const ingestStatusRouter = router({
  /** How far the pages lag; asked now and then by every page that is looked at. */
  get: projectProcedure("project:read").query(({ ctx, input }) => getIngestStatus(ctx.services, input)),
});
