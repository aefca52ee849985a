import { PlumblineError } from "@plumbline/contracts/errors";
import type { Transaction } from "@plumbline/db/transaction";
import type { ServiceContext } from "../context.ts";

/**
 * Within the transaction of a verb: ends all sessions and every reset link that is still open. With
 * `oldHash`, `conflict` when the password is another one by now.
 */
export async function setPassword(
  tx: Transaction,
  { clock }: Pick<ServiceContext, "clock">,
  { userId, passwordHash, oldHash }: { userId: string; passwordHash: string; oldHash?: string },
): Promise<void> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, ...(oldHash === undefined ? {} : { passwordHash: oldHash }) },
    data: { passwordHash, sessionEpoch: { increment: 1 } },
  });
  if (count === 0) throw new PlumblineError("conflict");
  await tx.passwordReset.updateMany({
    where: { userId, usedAt: null },
    data: { usedAt: new Date(clock.nowMs()) },
  });
}
