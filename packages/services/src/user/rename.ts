import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAuditOfUser } from "../audit/index.ts";
import { requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { newName } from "./user-input.ts";

/** People name themselves. */
export async function renameUser(ctx: ServiceContext, input: { name: string }): Promise<void> {
  const { name } = parseInput(z.strictObject({ name: newName }), input);
  const before = await requireUser(ctx);
  if (before.name === name) return;
  await runTransaction(ctx.db, async (tx) => {
    await tx.user.update({ where: { id: before.userId }, data: { name } });
    await writeAuditOfUser(tx, ctx, {
      userId: before.userId,
      action: "user.renamed",
      before: { name: before.name },
      after: { name },
    });
  });
}
