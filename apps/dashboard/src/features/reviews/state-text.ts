import type { ReviewItem } from "../../trpc/types.ts";

/** Who has it, or who is done with it. */
export function stateText({ state, assignee, resolvedBy }: ReviewItem): string {
  if (state === "open") return "open";
  const who = state === "taken" ? assignee : resolvedBy;
  return `${state === "taken" ? "taken" : "resolved"} by ${who?.name ?? "somebody who is gone"}`;
}
