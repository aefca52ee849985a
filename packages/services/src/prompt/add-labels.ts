import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { lockPrompt } from "./lock.ts";
import { moveLabels } from "./move-labels.ts";
import { latestLabel, type PromptItem, promptLabel, toPromptItem, withPrompt } from "./types.ts";
import { highestVersionOf, promptNotFound } from "./version-of.ts";

const addPromptLabelsInput = z.strictObject({
  projectId: z.string(),
  name: z
    .string()
    .max(2_000)
    .regex(/^[^\0]*$/),
  version: z.number().int().min(1).max(2_147_483_647),
  labels: z.array(promptLabel).max(100),
});

/** Gives a version labels besides those that it has; other versions lose them. "latest" is refused. */
export async function addPromptLabels(
  ctx: ServiceContext,
  input: z.input<typeof addPromptLabelsInput>,
): Promise<PromptItem> {
  const { name, version, ...wanted } = parseInput(addPromptLabelsInput, input);
  const { organizationId, projectId } = await requireProjectPermission(
    ctx,
    wanted.projectId,
    "prompts:write",
  );
  const labels = [...new Set(wanted.labels)];
  if (labels.includes(latestLabel)) {
    throw new PlumblineError("invalid_request", {
      message: "The label 'latest' always means the highest version and cannot be set.",
    });
  }
  return runTransaction(ctx.db, async (tx) => {
    const prompt = await lockPrompt(tx, projectId, name);
    const before = await tx.promptVersion.findFirst({
      where: { promptId: prompt?.id ?? "", version },
      include: withPrompt,
    });
    if (prompt === null || before === null) throw promptNotFound({ name, version });
    const highest = await highestVersionOf(tx, prompt.id);
    await moveLabels(tx, { promptId: prompt.id, versionId: before.id, labels });
    const row = await tx.promptVersion.findUniqueOrThrow({ where: { id: before.id }, include: withPrompt });
    const item = toPromptItem(row, highest);
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "prompt.labelled",
      entityId: prompt.id,
      before: { name, version, labels: toPromptItem(before, highest).labels },
      after: { name, version, labels: item.labels },
    });
    await writeOutbox(tx, { type: "prompt.changed", projectId, payload: { promptId: prompt.id, name } });
    return item;
  });
}
