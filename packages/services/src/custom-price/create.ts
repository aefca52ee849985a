import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { customPriceKinds, listCustomCards } from "@plumbline/pricing/custom-price";
import { compilePattern } from "@plumbline/pricing/model-pattern";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { jsonValue } from "../json.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { type CustomPriceItem, toCustomPriceItem } from "./to-custom-price-item.ts";

const amount = z.string().trim().max(20);
const amounts = z.partialRecord(z.enum(customPriceKinds), amount);
const createCustomPriceInput = z
  .strictObject({
    projectId: z.string(),
    modelPattern: z.string().trim().min(1).max(500),
    isRegex: z.boolean().default(false),
    provider: z.string().trim().min(1).max(100).nullable(),
    /** Decimal USD per million tokens; `request` per call. */
    prices: amounts,
    tiers: z
      .array(z.strictObject({ aboveInputTokens: z.number().int().min(0), prices: amounts }))
      .max(20)
      .default([]),
    /** Calls that start from then on; now when absent. */
    validFrom: z.date().optional(),
    /** What a client defined; only then there may be no price of the input, and nothing is priced. */
    definition: jsonValue.optional(),
    /** The client's own id: what it had defined under it before is removed. */
    definitionId: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[^\0]*$/)
      .optional(),
  })
  .refine(({ definition, prices }) => definition !== undefined || prices.input !== undefined, {
    path: ["prices"],
  })
  .refine(
    ({ isRegex, modelPattern }) => isRegex || (/^[^*]+\*?$/.test(modelPattern) && modelPattern.length <= 200),
    { path: ["modelPattern"] },
  );

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
  // Both throw for what the price book could not use.
  listCustomCards({ id: "", prices: wanted.prices, tiers: wanted.tiers });
  if (wanted.isRegex) requirePattern(wanted.modelPattern);
  const row = await runTransaction(ctx.db, async (tx) => {
    if (wanted.definitionId !== undefined) await retire(tx, ctx, projectId, wanted.definitionId);
    const created = await tx.customPrice.create({
      data: {
        projectId,
        modelPattern: wanted.modelPattern,
        isRegex: wanted.isRegex,
        provider: wanted.provider,
        prices: wanted.prices,
        ...(wanted.tiers.length === 0 ? {} : { tiers: wanted.tiers }),
        ...(wanted.definition === undefined ? {} : { definition: wanted.definition }),
        ...(wanted.definitionId === undefined ? {} : { definitionId: wanted.definitionId }),
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
        definitionId: created.definitionId,
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

/** Spans that were priced with it still name it; two replacements at once wait for each other. */
async function retire(tx: Transaction, ctx: ServiceContext, projectId: string, id: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM projects WHERE id = ${projectId} FOR NO KEY UPDATE`;
  await tx.customPrice.updateMany({
    where: { projectId, deletedAt: null, OR: [{ definitionId: id }, { id, definitionId: null }] },
    data: { deletedAt: new Date(ctx.clock.nowMs()) },
  });
}

function requirePattern(pattern: string): void {
  try {
    compilePattern(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlumblineError("invalid_request", {
      message: `The pattern "${pattern.slice(0, 100)}" is no regular expression that can be used: ${reason.slice(0, 200)}.`,
      details: { field: "modelPattern" },
    });
  }
}
