import { setImmediate as nextTurn } from "node:timers/promises";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Transaction } from "@plumbline/db/transaction";
import { describeFault, faultsOfItem, type ItemSchemas } from "../json-schema/index.ts";

const itemsPerPage = 100;
const shownFaults = 10;
/** Within the time of a transaction. */
const limitMs = 8_000;

/**
 * Holds every item of a dataset, as it is now, against the schemas that the dataset is about to have, and
 * keeps new items waiting meanwhile. Throws `invalid_request` that names the first ten which do not fit.
 */
export async function requireFittingItems(
  tx: Transaction,
  { projectId, name, changes }: { projectId: string; name: string; changes: Partial<ItemSchemas> },
): Promise<void> {
  const [dataset] = await tx.$queryRaw<Array<ItemSchemas & { id: string }>>`
    SELECT id, input_schema AS "inputSchema", expected_output_schema AS "expectedOutputSchema"
    FROM datasets WHERE project_id = ${projectId} AND name = ${name} FOR UPDATE`;
  if (dataset === undefined) throw new PlumblineError("conflict");
  const schemas = {
    inputSchema: changes.inputSchema ?? dataset.inputSchema,
    expectedOutputSchema: changes.expectedOutputSchema ?? dataset.expectedOutputSchema,
  };
  const startedAt = performance.now();
  const issues: string[] = [];
  for (let afterId = ""; issues.length < shownFaults; ) {
    if (performance.now() - startedAt > limitMs) throw tooLong();
    const items = await tx.datasetItemVersion.findMany({
      where: { projectId, datasetId: dataset.id, validTo: null, itemId: { gt: afterId } },
      select: { itemId: true, input: true, expectedOutput: true },
      orderBy: { itemId: "asc" },
      take: itemsPerPage,
    });
    for (const item of items) {
      const faults = faultsOfItem(schemas, item);
      issues.push(...faults.map((fault) => `item ${item.itemId}: ${describeFault(fault)}`));
    }
    await nextTurn();
    const last = items.at(-1);
    if (last === undefined || items.length < itemsPerPage) break;
    afterId = last.itemId;
  }
  if (issues.length === 0) return;
  const shown = issues.slice(0, shownFaults);
  throw new PlumblineError("invalid_request", {
    message: `Items of the dataset do not fit the schema: ${shown.slice(0, 3).join("; ")}.`,
    details: { issues: shown },
  });
}

function tooLong(): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: "The dataset has too many items to hold against a new schema; make another dataset with it.",
  });
}
