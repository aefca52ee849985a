import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAuditOfUser } from "../audit/index.ts";
import { requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { findByIdentity, identityKey } from "./find-by-identity.ts";

const connectInput = z.strictObject(identityKey);

/** Adds a way to sign in to the actor's account. `conflict` when it leads to another account already. */
export async function connectIdentity(
  ctx: ServiceContext,
  input: z.input<typeof connectInput>,
): Promise<void> {
  const identity = parseInput(connectInput, input);
  const { userId } = await requireUser(ctx);
  const known = await findByIdentity(ctx, identity);
  if (known?.id === userId) return;
  if (known !== null) {
    throw new PlumblineError("conflict", { message: "This is connected to another account already." });
  }
  await runTransaction(ctx.db, async (tx) => {
    await tx.userIdentity.create({ data: { userId, ...identity } });
    await writeAuditOfUser(tx, ctx, {
      userId,
      action: "user.identity-connected",
      after: { provider: identity.provider },
    });
  });
}
