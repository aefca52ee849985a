import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import { isStoredText } from "../authorise/is-stored-id.ts";
import type { ServiceContext } from "../context.ts";
import { type ResolutionGraph, resolvePrompt } from "./resolve.ts";
import { type PromptItem, toPromptItem } from "./types.ts";
import { findVersion, highestVersionOf, type PromptReference, promptNotFound } from "./version-of.ts";

export interface GetPromptInput extends PromptReference {
  projectId: string;
  /** Puts in the prompts that this one names; true unless said otherwise. */
  resolve?: boolean;
}

/** The version asked for, else the one that the label means, else production. */
export async function getPrompt(
  ctx: ServiceContext,
  input: GetPromptInput,
): Promise<PromptItem & { resolutionGraph: ResolutionGraph | null }> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "prompts:read");
  if (input.version !== undefined && input.label !== undefined) {
    throw new PlumblineError("invalid_request", { message: "Name a version or a label, not both." });
  }
  const row = isStoredText(input.name, input.label) ? await findVersion(ctx.db, projectId, input) : null;
  if (row === null) throw promptNotFound(input);
  const item = toPromptItem(row, await highestVersionOf(ctx.db, row.promptId));
  if (input.resolve === false) return { ...item, resolutionGraph: null };
  const { content, graph } = await resolvePrompt(ctx.db, projectId, item);
  return { ...item, content, resolutionGraph: graph };
}
