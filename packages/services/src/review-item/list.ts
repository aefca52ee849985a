import { requireProjectPermission } from "../authorise/index.ts";
import { nameAuthors } from "../comment/index.ts";
import type { ServiceContext } from "../context.ts";
import { readAsked } from "./read-asked.ts";
import { peopleOf, type ReviewItem, type ReviewShow, toReviewItem } from "./types.ts";
import { reviewItemsWhere } from "./where.ts";

/** An item as a list shows it; null when nothing of the call's text is kept. */
export interface ListedReviewItem extends ReviewItem {
  asked: string | null;
}

/** The last item of a page. */
export interface ReviewPlace {
  startedMs: number;
  id: string;
}

export interface ListReviewItemsInput {
  projectId: string;
  show: ReviewShow;
  after?: ReviewPlace | undefined;
  limit: number;
}

/** Who waits longest comes first; of what is done, the newest. */
export async function listReviewItems(
  ctx: ServiceContext,
  input: ListReviewItemsInput,
): Promise<{ rows: ListedReviewItem[]; next: ReviewPlace | null }> {
  const { show, after, limit } = input;
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const direction = show === "done" ? "desc" : "asc";
  const where = await reviewItemsWhere(ctx, projectId, show);
  const found = await ctx.db.reviewItem.findMany({
    where: after === undefined ? where : { AND: [where, beyond(after, direction)] },
    orderBy: [{ spanStartedAt: direction }, { id: direction }],
    take: limit + 1,
  });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const [names, asked] = await Promise.all([
    nameAuthors(ctx, peopleOf(rows)),
    readAsked(ctx, projectId, rows),
  ]);
  return {
    rows: rows.map((row) => ({ ...toReviewItem(row, names), asked: asked(row) })),
    next:
      found.length > limit && last !== undefined
        ? { startedMs: last.spanStartedAt.getTime(), id: last.id }
        : null,
  };
}

function beyond({ startedMs, id }: ReviewPlace, direction: "asc" | "desc") {
  const at = new Date(startedMs);
  const further = direction === "asc" ? "gt" : "lt";
  return { OR: [{ spanStartedAt: { [further]: at } }, { spanStartedAt: at, id: { [further]: id } }] };
}
