import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { nameTaken } from "./create.ts";
import { type SavedView, savedViewName, savedViewParams, toSavedView } from "./types.ts";

const updateSavedViewInput = z.strictObject({
  projectId: z.string(),
  savedViewId: z.string().max(200),
  name: savedViewName.optional(),
  params: savedViewParams.optional(),
});

/** Changes what is given. `conflict` when another view of the list has that name. */
export async function updateSavedView(
  ctx: ServiceContext,
  input: z.input<typeof updateSavedViewInput>,
): Promise<SavedView> {
  const wanted = parseInput(updateSavedViewInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "views:write");
  const { projectId, organizationId } = access;
  const { savedViewId: id, name, params } = wanted;
  const before = await ctx.db.savedView.findFirst({ where: { id, projectId } });
  if (before === null) throw new PlumblineError("not_found");
  try {
    return await runTransaction(ctx.db, async (tx) => {
      const row = await tx.savedView.update({
        where: { id },
        data: { ...(name === undefined ? {} : { name }), ...(params === undefined ? {} : { params }) },
      });
      const { name: oldName, params: oldParams } = toSavedView(before);
      const after = toSavedView(row);
      await writeAudit(tx, ctx, {
        organizationId,
        projectId,
        action: "saved-view.updated",
        entityId: id,
        before: { name: oldName, params: oldParams },
        after: { name: after.name, params: after.params },
      });
      return after;
    });
  } catch (error) {
    throw nameTaken(error, name ?? before.name);
  }
}
