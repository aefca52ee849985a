import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { checkShape } from "./rules.ts";
import {
  category,
  type ScoreConfigItem,
  scoreConfigDescription,
  scoreConfigName,
  scoreConfigTypes,
  toScoreConfig,
} from "./types.ts";

const createScoreConfigInput = z.strictObject({
  projectId: z.string(),
  name: scoreConfigName,
  dataType: z.enum(scoreConfigTypes),
  minValue: z.number().nullish(),
  maxValue: z.number().nullish(),
  /** Of a categorical config; those of a boolean one are made here. */
  categories: z.array(category).max(1_000).nullish(),
  description: scoreConfigDescription.nullish(),
});

export async function createScoreConfig(
  ctx: ServiceContext,
  input: z.input<typeof createScoreConfigInput>,
): Promise<ScoreConfigItem> {
  const wanted = parseInput(createScoreConfigInput, input);
  const { organizationId, projectId } = await requireProjectPermission(ctx, wanted.projectId, "scores:write");
  const { name, dataType, minValue = null, maxValue = null, description = null } = wanted;
  const categories = checkShape({ dataType, minValue, maxValue, categories: wanted.categories ?? null });
  const row = await runTransaction(ctx.db, async (tx) => {
    const created = await tx.scoreConfig.create({
      data: {
        projectId,
        name,
        dataType,
        minValue,
        maxValue,
        description,
        ...(categories === null ? {} : { categories }),
      },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "score-config.created",
      entityId: created.id,
      after: { name, dataType, minValue, maxValue, categories },
    });
    await writeOutbox(tx, {
      type: "score-config.changed",
      projectId,
      payload: { scoreConfigId: created.id },
    });
    return created;
  });
  return toScoreConfig(row);
}
