import { z } from "zod";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { checkDocument } from "./check-document.ts";
import { type ReplicaOfDraft, replicasOf } from "./replicas-of.ts";
import { type ConfigIssue, documentInput } from "./types.ts";

const checkInput = z.strictObject({ projectId: z.string(), document: documentInput });

export interface ConfigCheck {
  format: "plumbline" | "litellm" | null;
  issues: ConfigIssue[];
  warnings: ConfigIssue[];
  /** Empty while there are issues. */
  replicas: ReplicaOfDraft[];
}

/** What saving this text would say; nothing is stored. */
export async function checkGatewayConfig(
  ctx: ServiceContext,
  input: z.input<typeof checkInput>,
): Promise<ConfigCheck> {
  const wanted = parseInput(checkInput, input);
  const { projectId } = await requireProjectPermission(ctx, wanted.projectId, "gateway:read");
  const { config, format, issues, warnings } = await checkDocument(ctx.db, projectId, wanted.document);
  return { format, issues, warnings, replicas: config === null ? [] : replicasOf(projectId, config) };
}
