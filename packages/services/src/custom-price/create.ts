import { runTransaction } from "@plumbline/db/transaction";
import { buildCustomCard, customPriceKinds } from "@plumbline/pricing/custom-price";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { type CustomPriceItem, toCustomPriceItem } from "./to-custom-price-item.ts";

const amount = z.string().trim().max(20);
const createCustomPriceInput = z.strictObject({
  projectId: z.string(),
  modelPattern: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^*]+\*?$/),
  provider: z.string().trim().min(1).max(100).nullable(),
  /** Decimal USD per million tokens; `request` per call. */
  prices: z.partialRecord(z.enum(customPriceKinds), amount).and(z.object({ input: amount })),
  /** Calls that start from then on; now when absent. */
  validFrom: z.date().optional(),
});

/** The new price goes before older ones for the same name; rows that are stored keep theirs. */
export async function createCustomPrice(
  ctx: ServiceContext,
  input: z.input<typeof createCustomPriceInput>,
): Promise<CustomPriceItem> {
  const wanted = parseInput(createCustomPriceInput, input);
  const { organizationId, projectId } = await requireProjectPermission(
    ctx,
    wanted.projectId,
    "prices:update",
  );
  buildCustomCard({ id: "", prices: wanted.prices });
  const row = await runTransaction(ctx.db, async (tx) => {
    const created = await tx.customPrice.create({
      data: {
        projectId,
        modelPattern: wanted.modelPattern,
        provider: wanted.provider,
        prices: wanted.prices,
        validFrom: wanted.validFrom ?? new Date(ctx.clock.nowMs()),
        createdByUserId: ctx.actor.type === "user" ? ctx.actor.userId : "",
      },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "custom-price.created",
      entityId: created.id,
      after: {
        modelPattern: created.modelPattern,
        provider: created.provider,
        prices: wanted.prices,
        validFrom: created.validFrom.toISOString(),
      },
    });
    await writeOutbox(tx, {
      type: "custom-price.changed",
      projectId,
      payload: { customPriceId: created.id },
    });
    return created;
  });
  return toCustomPriceItem(row);
}
