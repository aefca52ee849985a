import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";
import { changeReviewItem, type ReviewItemKey } from "./change.ts";
import type { ReviewItem } from "./types.ts";

/** As it was before it was done: with who had it, or with nobody. The note stays in the audit log. */
export async function reopenReviewItem(ctx: ServiceContext, key: ReviewItemKey): Promise<ReviewItem> {
  return changeReviewItem(ctx, key, {
    action: "review-item.reopened",
    to: ({ state, assigneeUserId }) => {
      if (state !== "done") throw new PlumblineError("conflict", { message: "It is not done." });
      return {
        state: assigneeUserId === null ? "open" : "taken",
        note: "",
        resolvedAt: null,
        resolvedByUserId: null,
      };
    },
  });
}
