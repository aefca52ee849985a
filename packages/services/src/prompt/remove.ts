import { PlumblineError } from "@plumbline/contracts/errors";
import type { Prisma } from "@plumbline/db/client";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredText, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { lockPrompt } from "./lock.ts";
import { latestLabel } from "./types.ts";
import { highestVersionOf, promptNotFound } from "./version-of.ts";

export interface RemovePromptInput {
  projectId: string;
  name: string;
  /** Only what fits both; without either the whole prompt. */
  version?: number | undefined;
  label?: string | undefined;
}

/** Removes versions of a prompt, and the prompt with the last of them. `not_found` when nothing fits. */
export async function removePrompt(ctx: ServiceContext, input: RemovePromptInput): Promise<void> {
  const { name, version, label } = input;
  const { organizationId, projectId } = await requireProjectPermission(ctx, input.projectId, "prompts:write");
  if (!isStoredText(name, label)) throw promptNotFound(input);
  await runTransaction(ctx.db, async (tx) => {
    const prompt = await lockPrompt(tx, projectId, name);
    if (prompt === null) throw missing(input);
    const { id: promptId } = prompt;
    const where: Prisma.PromptVersionWhereInput[] = [{ promptId }];
    if (version !== undefined) where.push({ version });
    if (label === latestLabel) where.push({ version: await highestVersionOf(tx, promptId) });
    else if (label !== undefined) where.push({ labels: { some: { label } } });
    const doomed = await tx.promptVersion.findMany({
      where: { AND: where },
      select: { id: true, version: true },
      orderBy: { version: "asc" },
    });
    if (doomed.length === 0) throw missing(input);
    await tx.promptVersion.deleteMany({ where: { id: { in: doomed.map(({ id }) => id) } } });
    if ((await tx.promptVersion.count({ where: { promptId } })) === 0) {
      await tx.prompt.delete({ where: { id: promptId } });
    }
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "prompt.removed",
      entityId: promptId,
      before: { name, versions: doomed.map((row) => row.version) },
    });
    await writeOutbox(tx, { type: "prompt.changed", projectId, payload: { promptId, name } });
  });
}

function missing({ name, version, label }: RemovePromptInput): PlumblineError {
  if (version !== undefined || label !== undefined) return promptNotFound({ name, version, label });
  return new PlumblineError("not_found", { message: `Prompt not found: '${name}'` });
}
