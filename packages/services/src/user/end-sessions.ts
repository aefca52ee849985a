import { runTransaction } from "@plumbline/db/transaction";
import { writeAuditOfUser } from "../audit/index.ts";
import { requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** "Sign out everywhere": every session of the actor ends with its next request, this one too. */
export async function endSessions(ctx: ServiceContext): Promise<void> {
  const { userId } = await requireUser(ctx);
  await runTransaction(ctx.db, async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { sessionEpoch: { increment: 1 } } });
    await writeAuditOfUser(tx, ctx, { userId, action: "user.sessions-ended" });
  });
}
