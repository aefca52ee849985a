import { PlumblineError } from "@plumbline/contracts/errors";
import type { Prisma } from "@plumbline/db/client";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { jsonValue } from "../json.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { lockPrompt } from "./lock.ts";
import { moveLabels } from "./move-labels.ts";
import { resolvePrompt } from "./resolve.ts";
import {
  latestLabel,
  type PromptItem,
  type PromptType,
  promptLabel,
  promptName,
  toPromptItem,
  withPrompt,
} from "./types.ts";

/** Clients add fields of their own to messages; they stay. */
const chatMessage = z.object({ role: z.string(), content: z.string() }).catchall(jsonValue.nullable());
const placeholder = z
  .object({ type: z.literal("placeholder"), name: z.string().min(1) })
  .catchall(jsonValue.nullable());

const common = {
  projectId: z.string(),
  name: promptName,
  /** "latest" may be among them and changes nothing. */
  labels: z.array(promptLabel).max(100).default([]),
  /** Absent: as before. */
  tags: z.array(z.string().min(1).max(200)).max(100).optional(),
  config: jsonValue.default({}),
  commitMessage: z.string().max(500).nullish(),
};

const createPromptVersionInput = z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("text"), content: z.string() }),
  z.strictObject({
    ...common,
    type: z.literal("chat"),
    content: z.array(z.union([placeholder, chatMessage])),
  }),
]);

/**
 * The next version of a prompt, or the first. Versions made at the same time get numbers one after the
 * other; a label moves to the version that was made last.
 */
export async function createPromptVersion(
  ctx: ServiceContext,
  input: z.input<typeof createPromptVersionInput>,
): Promise<PromptItem> {
  const wanted = parseInput(createPromptVersionInput, input);
  const { organizationId, projectId } = await requireProjectPermission(
    ctx,
    wanted.projectId,
    "prompts:write",
  );
  const labels = [...new Set(wanted.labels)].filter((label) => label !== latestLabel);
  return runTransaction(ctx.db, async (tx) => {
    const { id: promptId, version } = await takeVersion(tx, { ...wanted, projectId });
    const content: Prisma.InputJsonValue = wanted.content;
    const { id } = await tx.promptVersion.create({
      data: {
        promptId,
        version,
        content,
        config: wanted.config,
        commitMessage: wanted.commitMessage ?? null,
        createdByUserId: ctx.actor.type === "user" ? ctx.actor.userId : null,
      },
    });
    await moveLabels(tx, { promptId, versionId: id, labels });
    const row = await tx.promptVersion.findUniqueOrThrow({ where: { id }, include: withPrompt });
    const item = toPromptItem(row, version);
    // A prompt that nobody could read afterwards is refused now.
    await resolvePrompt(tx, projectId, item);
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "prompt.version-created",
      entityId: promptId,
      after: { name: item.name, version, type: item.type, labels: item.labels, tags: item.tags },
    });
    await writeOutbox(tx, { type: "prompt.changed", projectId, payload: { promptId, name: item.name } });
    return item;
  });
}

/** Makes the prompt when it is new, and locks it: whoever comes next waits for this version. */
async function takeVersion(
  tx: Transaction,
  {
    projectId,
    name,
    type,
    tags,
  }: { projectId: string; name: string; type: PromptType; tags?: string[] | undefined },
): Promise<{ id: string; version: number }> {
  await tx.prompt.createMany({ data: [{ projectId, name, type, tags: [] }], skipDuplicates: true });
  const prompt = await lockPrompt(tx, projectId, name);
  if (prompt === null) throw new PlumblineError("conflict");
  if (prompt.type !== type) {
    throw new PlumblineError("invalid_request", {
      message: `The prompt '${name}' is of type ${prompt.type}. Give a prompt of another type another name.`,
    });
  }
  const { id, lastVersion } = await tx.prompt.update({
    where: { id: prompt.id },
    data: { lastVersion: { increment: 1 }, ...(tags === undefined ? {} : { tags: [...new Set(tags)] }) },
  });
  return { id, version: lastVersion };
}
