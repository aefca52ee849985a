import { listStoredMedia } from "@plumbline/services/media";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

export const mediaRouter = router({
  /** Which of the files that a text mentions are stored, and what they are. */
  list: projectProcedure("traces:read")
    .input(z.object({ mediaIds: z.array(z.string().max(100)).max(100) }))
    .query(({ ctx, input }) => listStoredMedia(ctx.services, input)),
});
