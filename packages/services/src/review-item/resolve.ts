import { PlumblineError } from "@plumbline/contracts/errors";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { changeReviewItem, type ReviewItemKey, refuseUnlessOwn } from "./change.ts";
import type { ReviewItem } from "./types.ts";

const resolveInput = z.strictObject({
  projectId: z.string(),
  itemId: z.string(),
  /** Plain text: what was done about it. */
  note: z
    .string()
    .trim()
    .max(10_000)
    .refine((note) => !note.includes("\0"))
    .default(""),
});

/** It need not be taken first; what somebody else has taken is theirs to end, or who manages the members. */
export async function resolveReviewItem(
  ctx: ServiceContext,
  input: ReviewItemKey & { note?: string },
): Promise<ReviewItem> {
  const { note, ...key } = parseInput(resolveInput, input);
  return changeReviewItem(ctx, key, {
    action: "review-item.resolved",
    to: (row, who) => {
      if (row.state === "done") throw new PlumblineError("conflict", { message: "It is done already." });
      refuseUnlessOwn(row, who);
      return {
        state: "done",
        note,
        resolvedAt: new Date(ctx.clock.nowMs()),
        resolvedByUserId: who.userId,
      };
    },
  });
}
