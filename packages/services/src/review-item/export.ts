import type { ServiceContext } from "../context.ts";
import { type ListedReviewItem, listReviewItems, type ReviewPlace } from "./list.ts";
import type { ReviewShow } from "./types.ts";

const rowsPerRead = 200;

/** All items of a list, in its order; who may read is checked at each page. */
export async function* exportReviewItems(
  ctx: ServiceContext,
  input: { projectId: string; show: ReviewShow },
): AsyncGenerator<ListedReviewItem[]> {
  let after: ReviewPlace | undefined;
  do {
    const page: Awaited<ReturnType<typeof listReviewItems>> = await listReviewItems(ctx, {
      ...input,
      after,
      limit: rowsPerRead,
    });
    yield page.rows;
    after = page.next ?? undefined;
  } while (after !== undefined);
}
