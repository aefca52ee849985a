import { hideTraces } from "@plumbline/clickhouse/queries/deleted-trace/hide";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { reading } from "../read-rows.ts";
import { maxTracesPerDeletion, type TraceDeletionItem, toTraceDeletionItem, undoWindowMs } from "./types.ts";

const requestTraceDeletionInput = z.strictObject({
  projectId: z.string(),
  traceIds: z.array(z.string().min(1).max(512)).min(1).max(maxTracesPerDeletion),
});

/**
 * Hides traces from every read and plans their erasure. Throws `unavailable` when ClickHouse is away:
 * the deletion is written down then, and they vanish as soon as it is back.
 */
export async function requestTraceDeletion(
  ctx: ServiceContext,
  input: z.input<typeof requestTraceDeletionInput>,
): Promise<TraceDeletionItem> {
  const wanted = parseInput(requestTraceDeletionInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "traces:delete");
  const { projectId, organizationId } = access;
  const traceIds = [...new Set(wanted.traceIds)];
  const nowMs = ctx.clock.nowMs();
  const row = await runTransaction(ctx.db, async (tx) => {
    const created = await tx.traceDeletion.create({
      data: {
        projectId,
        traceIds,
        requestedByUserId: ctx.actor.type === "user" ? ctx.actor.userId : "",
        createdAt: new Date(nowMs),
        dueAt: new Date(nowMs + undoWindowMs),
      },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "trace-deletion.requested",
      entityId: created.id,
      after: { traceIds, dueAt: created.dueAt.toISOString() },
    });
    return created;
  });
  const word = { projectId, traceIds, atUs: nowMs * 1_000, hidden: true };
  await reading(hideTraces(ctx.clickhouse, word));
  return toTraceDeletionItem(row);
}
