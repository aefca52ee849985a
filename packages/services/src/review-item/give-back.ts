import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";
import { changeReviewItem, type ReviewItemKey, refuseUnlessOwn } from "./change.ts";
import type { ReviewItem } from "./types.ts";

/** For anybody to take again. By who has it, or who manages the members. */
export async function giveBackReviewItem(ctx: ServiceContext, key: ReviewItemKey): Promise<ReviewItem> {
  return changeReviewItem(ctx, key, {
    action: "review-item.given-back",
    to: (row, who) => {
      if (row.state !== "taken") throw new PlumblineError("conflict", { message: "Nobody has taken it." });
      refuseUnlessOwn(row, who);
      return { state: "open", assigneeUserId: null };
    },
  });
}
