import type { Prisma } from "@plumbline/db/client";
import type { ServiceContext } from "../context.ts";
import { hiddenTraceIds } from "./hidden-traces.ts";
import type { ReviewShow } from "./types.ts";

/** The items of a list, without those of traces that were deleted. */
export async function reviewItemsWhere(
  ctx: Pick<ServiceContext, "db" | "actor">,
  projectId: string,
  show: ReviewShow,
): Promise<Prisma.ReviewItemWhereInput> {
  const hidden = await hiddenTraceIds(ctx, projectId);
  return {
    projectId,
    ...(hidden.length === 0 ? {} : { traceId: { notIn: hidden } }),
    ...stateOf(ctx, show),
  };
}

function stateOf({ actor }: Pick<ServiceContext, "actor">, show: ReviewShow): Prisma.ReviewItemWhereInput {
  if (show !== "mine") return { state: show };
  // Who is no person has taken nothing.
  return { state: "taken", assigneeUserId: actor.type === "user" ? actor.userId : "" };
}
