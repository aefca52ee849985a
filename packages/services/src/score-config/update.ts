import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { findScoreConfig } from "./get.ts";
import { checkShape } from "./rules.ts";
import {
  category,
  type ScoreConfigItem,
  scoreConfigDescription,
  scoreConfigName,
  toScoreConfig,
} from "./types.ts";

const updateScoreConfigInput = z.strictObject({
  projectId: z.string(),
  scoreConfigId: z.string(),
  /** What is absent stays as it is; the type never changes. */
  isArchived: z.boolean().optional(),
  name: scoreConfigName.optional(),
  minValue: z.number().nullish(),
  maxValue: z.number().nullish(),
  categories: z.array(category).max(1_000).optional(),
  description: scoreConfigDescription.nullish(),
});

export async function updateScoreConfig(
  ctx: ServiceContext,
  input: z.input<typeof updateScoreConfigInput>,
): Promise<ScoreConfigItem> {
  const { projectId: wantedProject, scoreConfigId, ...changes } = parseInput(updateScoreConfigInput, input);
  const { organizationId, projectId } = await requireProjectPermission(ctx, wantedProject, "scores:write");
  const row = await runTransaction(ctx.db, async (tx) => {
    await tx.$queryRaw`SELECT id FROM score_configs WHERE id = ${scoreConfigId} FOR UPDATE`;
    const before = await findScoreConfig(tx, projectId, scoreConfigId);
    const after = { ...before, ...definedOnly(changes) };
    const categories = checkShape(after);
    const { name, isArchived, minValue, maxValue, description } = after;
    const updated = await tx.scoreConfig.update({
      where: { id: before.id },
      data: {
        name,
        isArchived,
        minValue,
        maxValue,
        description,
        ...(categories === null ? {} : { categories }),
      },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "score-config.updated",
      entityId: before.id,
      before: { name: before.name, isArchived: before.isArchived, categories: before.categories },
      after: { name, isArchived, minValue, maxValue, categories },
    });
    await writeOutbox(tx, { type: "score-config.changed", projectId, payload: { scoreConfigId: before.id } });
    return updated;
  });
  return toScoreConfig(row);
}

function definedOnly<Changes extends object>(
  changes: Changes,
): {
  [Field in keyof Changes]: Exclude<Changes[Field], undefined>;
};
function definedOnly(changes: object): object {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
