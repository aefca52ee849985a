import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";
import { defaultLabel, latestLabel, type VersionRow, withPrompt } from "./types.ts";

/** A version by its number, or the one that a label means. */
export interface PromptReference {
  name: string;
  version?: number | undefined;
  label?: string | undefined;
}

/** null when there is no such prompt, version or label in the project. */
export async function findVersion(
  db: Db | Transaction,
  projectId: string,
  { name, version, label = defaultLabel }: PromptReference,
): Promise<VersionRow | null> {
  const ofPrompt = { prompt: { projectId, name } };
  if (version !== undefined) {
    return db.promptVersion.findFirst({ where: { ...ofPrompt, version }, include: withPrompt });
  }
  if (label === latestLabel) {
    return db.promptVersion.findFirst({
      where: ofPrompt,
      include: withPrompt,
      orderBy: { version: "desc" },
    });
  }
  return db.promptVersion.findFirst({
    where: { ...ofPrompt, labels: { some: { label } } },
    include: withPrompt,
  });
}

export async function highestVersionOf(db: Db | Transaction, promptId: string): Promise<number> {
  const { _max } = await db.promptVersion.aggregate({ where: { promptId }, _max: { version: true } });
  return _max.version ?? 0;
}

/** Clients of the Langfuse protocol compare this sentence. */
export function promptNotFound({ name, version, label = defaultLabel }: PromptReference): PlumblineError {
  const which = version === undefined ? `label '${label}'` : `version ${version}`;
  return new PlumblineError("not_found", { message: `Prompt not found: '${name}' with ${which}` });
}
