import { PlumblineError } from "@plumbline/contracts/errors";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import type { LinkSecret } from "../link-token.ts";
import { stillWorks, type TraceShareItem, toTraceShareItem } from "./types.ts";

/** The link of a trace that works now; null when it is not shared. */
export async function getTraceShare(
  ctx: ServiceContext & LinkSecret,
  input: { projectId: string; traceId: string },
): Promise<TraceShareItem | null> {
  const { projectId, permissions } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { traceId } = input;
  if (!isStoredId(traceId)) throw new PlumblineError("not_found");
  const row = await ctx.db.traceShare.findFirst({
    where: { projectId, traceId, ...stillWorks(ctx.clock.nowMs()) },
  });
  if (row === null) return null;
  const mayShare = permissions.includes("traces:share");
  return toTraceShareItem(row, { linkSecret: ctx.linkSecret, mayShare });
}
