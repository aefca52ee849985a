import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** Sets or clears the bookmark of a trace for everybody in the project; repeating it changes nothing. */
export async function setBookmark(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string; bookmarked: boolean },
): Promise<void> {
  const { projectId, organizationId } = await requireProjectPermission(
    ctx,
    input.projectId,
    "traces:bookmark",
  );
  const { traceId, bookmarked } = input;
  if (!isStoredId(traceId)) throw new PlumblineError("not_found");
  const createdByUserId = ctx.actor.type === "user" ? ctx.actor.userId : "";
  await runTransaction(ctx.db, async (tx) => {
    const { count } = bookmarked
      ? await tx.bookmark.createMany({
          data: [{ projectId, traceId, createdByUserId }],
          skipDuplicates: true,
        })
      : await tx.bookmark.deleteMany({ where: { projectId, traceId } });
    if (count === 0) return;
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: bookmarked ? "bookmark.set" : "bookmark.cleared",
      entityId: traceId,
    });
  });
}
