import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { toSavedView } from "./types.ts";

/** For everybody in the project. The audit entry keeps what it was. */
export async function removeSavedView(
  ctx: ServiceContext,
  input: { projectId: string; savedViewId: string },
): Promise<void> {
  const { projectId, organizationId } = await requireProjectPermission(ctx, input.projectId, "views:write");
  const id = input.savedViewId;
  if (!isStoredId(id)) throw new PlumblineError("not_found");
  const view = await ctx.db.savedView.findFirst({ where: { id, projectId } });
  if (view === null) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.savedView.deleteMany({ where: { id, projectId } });
    if (count === 0) return;
    const { surface, name, params } = toSavedView(view);
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "saved-view.removed",
      entityId: id,
      before: { surface, name, params },
    });
  });
}
