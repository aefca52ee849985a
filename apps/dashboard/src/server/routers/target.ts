import {
  deleteTarget,
  listTargets,
  resetTargets,
  setTarget,
  targetMetrics,
} from "@plumbline/services/target";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

const metric = z.enum(targetMetrics);
const bound = z.string().max(40).nullable();

export const targetRouter = router({
  list: projectProcedure("project:read").query(({ ctx, input }) => listTargets(ctx.services, input)),

  set: projectProcedure("targets:update")
    .input(z.object({ metric, lower: bound, upper: bound }))
    .mutation(({ ctx, input }) => setTarget(ctx.services, input)),

  delete: projectProcedure("targets:update")
    .input(z.object({ metric }))
    .mutation(({ ctx, input }) => deleteTarget(ctx.services, input)),

  /** All of them, or one. */
  reset: projectProcedure("targets:update")
    .input(z.object({ metric: metric.optional() }))
    .mutation(({ ctx, input }) => resetTargets(ctx.services, input)),
});
