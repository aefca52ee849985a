import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** Ends the link of a trace for good, at once; a later one has another address. Repeating it changes nothing. */
export async function revokeTraceShare(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string },
): Promise<void> {
  const access = await requireProjectPermission(ctx, input.projectId, "traces:share");
  const { projectId, organizationId } = access;
  const { traceId } = input;
  if (!isStoredId(traceId)) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    const open = await tx.traceShare.findMany({ where: { projectId, traceId, revokedAt: null } });
    for (const { id, expiresAt } of open) {
      const { count } = await tx.traceShare.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: new Date(ctx.clock.nowMs()) },
      });
      if (count === 0) continue;
      await writeAudit(tx, ctx, {
        organizationId,
        projectId,
        action: "trace-share.revoked",
        entityId: id,
        before: { traceId, expiresAt: expiresAt?.toISOString() ?? null },
      });
    }
  });
}
