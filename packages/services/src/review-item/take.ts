import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";
import { changeReviewItem, type ReviewItemKey } from "./change.ts";
import type { ReviewItem } from "./types.ts";

/** Says who looks after it. `conflict` when somebody does already, or it is done. */
export async function takeReviewItem(ctx: ServiceContext, key: ReviewItemKey): Promise<ReviewItem> {
  return changeReviewItem(ctx, key, {
    action: "review-item.taken",
    to: ({ state }, { userId }) => {
      if (state === "taken") throw new PlumblineError("conflict", { message: "It is taken already." });
      if (state === "done") throw new PlumblineError("conflict", { message: "It is done already." });
      return { state: "taken", assigneeUserId: userId };
    },
  });
}
