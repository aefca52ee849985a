import { PlumblineError } from "@plumbline/contracts/errors";
import type { Prisma, ReviewItem as Row } from "@plumbline/db/client";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, type ProjectAccess, requireProjectPermission, requireUser } from "../authorise/index.ts";
import { nameAuthors } from "../comment/index.ts";
import type { ServiceContext } from "../context.ts";
import { hiddenTraceIds } from "./hidden-traces.ts";
import { peopleOf, type ReviewItem, toReviewItem } from "./types.ts";

export interface ReviewItemKey {
  projectId: string;
  itemId: string;
}

interface Change {
  /** What happened to it, as its audit entry is called. */
  action: `review-item.${string}`;
  /** What the item becomes; throws when it may not, given what it is. */
  to: (row: Row, who: { userId: string; access: ProjectAccess }) => Prisma.ReviewItemUpdateManyMutationInput;
}

/**
 * Moves an item on, if it is still as it was read: of two who do it at once, the second hears `conflict`.
 * Only people do. An item of another project, or of a deleted trace, is `not_found`.
 */
export async function changeReviewItem(
  ctx: ServiceContext,
  { projectId, itemId: id }: ReviewItemKey,
  { action, to }: Change,
): Promise<ReviewItem> {
  const access = await requireProjectPermission(ctx, projectId, "reviews:write");
  const { userId } = await requireUser(ctx);
  const before = isStoredId(id) ? await ctx.db.reviewItem.findFirst({ where: { id, projectId } }) : null;
  if (before === null || (await hiddenTraceIds(ctx, projectId)).includes(before.traceId)) {
    throw new PlumblineError("not_found", { message: "Review item not found" });
  }
  const data = to(before, { userId, access });
  const { state, assigneeUserId } = before;
  const row = await runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.reviewItem.updateMany({ where: { id, state, assigneeUserId }, data });
    if (count === 0) throw new PlumblineError("conflict", { message: "Somebody was faster. Look again." });
    const after = await tx.reviewItem.findUniqueOrThrow({ where: { id } });
    await writeAudit(tx, ctx, {
      organizationId: access.organizationId,
      projectId,
      action,
      entityId: id,
      before: described(before),
      after: described(after),
    });
    return after;
  });
  return toReviewItem(row, await nameAuthors(ctx, peopleOf([row])));
}

function described({ traceId, state, assigneeUserId, note }: Row) {
  return { traceId, state, assigneeUserId, note };
}

/** Its assignee may do everything with an item that is taken, and so may who manages the members. */
export function refuseUnlessOwn(row: Row, { userId, access }: Parameters<Change["to"]>[1]): void {
  if (row.state !== "taken" || row.assigneeUserId === userId) return;
  if (access.permissions.includes("members:manage")) return;
  throw new PlumblineError("conflict", { message: "Somebody else has taken it." });
}
