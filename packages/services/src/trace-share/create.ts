import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import type { LinkSecret } from "../link-token.ts";
import { parseInput } from "../parse-input.ts";
import { getTraceHeader } from "../trace/index.ts";
import { shareLifetimesDays, stillWorks, type TraceShareItem, toTraceShareItem } from "./types.ts";

const dayMs = 24 * 3_600_000;

const createTraceShareInput = z.strictObject({
  projectId: z.string(),
  traceId: z.string().min(1).max(512),
  /** null: until it is revoked. */
  expiresInDays: z.literal(shareLifetimesDays).nullable(),
});

/**
 * A trace has one link that works at a time: while there is one it is answered as it is, whatever the
 * lifetime asked for. `not_found` when the project has no such trace.
 */
export async function createTraceShare(
  ctx: ServiceContext & LinkSecret,
  input: z.input<typeof createTraceShareInput>,
): Promise<TraceShareItem> {
  const { traceId, expiresInDays, ...wanted } = parseInput(createTraceShareInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "traces:share");
  const { projectId, organizationId } = access;
  await getTraceHeader(ctx, { projectId, traceId });
  const nowMs = ctx.clock.nowMs();
  const row = await runTransaction(ctx.db, async (tx) => {
    // Two at once would otherwise both find no link and make one each.
    await tx.$queryRaw`SELECT id FROM projects WHERE id = ${projectId} FOR NO KEY UPDATE`;
    const existing = await tx.traceShare.findFirst({ where: { projectId, traceId, ...stillWorks(nowMs) } });
    if (existing !== null) return existing;
    const created = await tx.traceShare.create({
      data: {
        projectId,
        traceId,
        createdByUserId: ctx.actor.type === "user" ? ctx.actor.userId : "",
        createdAt: new Date(nowMs),
        expiresAt: expiresInDays === null ? null : new Date(nowMs + expiresInDays * dayMs),
      },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "trace-share.created",
      entityId: created.id,
      after: { traceId, expiresAt: created.expiresAt?.toISOString() ?? null },
    });
    return created;
  });
  return toTraceShareItem(row, { linkSecret: ctx.linkSecret, mayShare: true });
}
