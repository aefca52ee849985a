import type { Prompt } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";

/** Everything that changes versions or labels of a prompt does it under this lock. */
export async function lockPrompt(tx: Transaction, projectId: string, name: string): Promise<Prompt | null> {
  const [locked] = await tx.$queryRaw<Array<{ id: string }>>`
    SELECT id FROM prompts WHERE project_id = ${projectId} AND name = ${name} FOR UPDATE`;
  return locked === undefined ? null : tx.prompt.findUnique({ where: { id: locked.id } });
}
