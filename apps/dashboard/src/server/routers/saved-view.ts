import {
  createSavedView,
  listSavedViews,
  removeSavedView,
  savedViewSurfaces,
  updateSavedView,
} from "@plumbline/services/saved-view";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

const surface = z.enum(savedViewSurfaces);
const name = z.string().max(100);
const params = z.record(z.string().max(40), z.string().max(8_000));
const savedViewId = z.string().max(200);

export const savedViewRouter = router({
  list: projectProcedure("traces:read")
    .input(z.object({ surface }))
    .query(({ ctx, input }) => listSavedViews(ctx.services, input)),

  create: projectProcedure("views:write")
    .input(z.object({ surface, name, params }))
    .mutation(({ ctx, input }) => createSavedView(ctx.services, input)),

  update: projectProcedure("views:write")
    .input(z.object({ savedViewId, name: name.optional(), params: params.optional() }))
    .mutation(({ ctx, input }) => updateSavedView(ctx.services, input)),

  remove: projectProcedure("views:write")
    .input(z.object({ savedViewId }))
    .mutation(({ ctx, input }) => removeSavedView(ctx.services, input)),
});
