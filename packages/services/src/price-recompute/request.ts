import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { type PriceRecomputeItem, toPriceRecomputeItem } from "./types.ts";

const requestInput = z.strictObject({ projectId: z.string(), from: z.date(), to: z.date() });

/**
 * Plans to compute the costs of stored calls anew with the prices of now. The worker does it; `conflict`
 * while another one is under way.
 */
export async function requestPriceRecompute(
  ctx: ServiceContext,
  input: z.input<typeof requestInput>,
): Promise<PriceRecomputeItem> {
  const wanted = parseInput(requestInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "prices:update");
  const { projectId, organizationId } = access;
  if (wanted.from >= wanted.to) {
    throw new PlumblineError("invalid_request", { message: "The range ends before it begins." });
  }
  try {
    const row = await runTransaction(ctx.db, async (tx) => {
      const created = await tx.priceRecompute.create({
        data: {
          projectId,
          fromTime: wanted.from,
          toTime: wanted.to,
          requestedByUserId: ctx.actor.type === "user" ? ctx.actor.userId : "",
          createdAt: new Date(ctx.clock.nowMs()),
        },
      });
      await writeAudit(tx, ctx, {
        organizationId,
        projectId,
        action: "price-recompute.requested",
        entityId: created.id,
        after: { from: wanted.from.toISOString(), to: wanted.to.toISOString() },
      });
      return created;
    });
    return toPriceRecomputeItem(row);
  } catch (error) {
    if (!PlumblineError.isInstance(error) || error.code !== "conflict") throw error;
    throw new PlumblineError("conflict", {
      message: "Costs of this project are being recomputed already. Wait until that is done, or cancel it.",
    });
  }
}
