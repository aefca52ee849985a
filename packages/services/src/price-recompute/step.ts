import { randomUUID } from "node:crypto";
import { applyRepricing, type Repricing } from "@plumbline/clickhouse/queries/repricing/apply";
import { findStepEnd, listRepriceable } from "@plumbline/clickhouse/queries/repricing/list";
import type { PriceBook } from "@plumbline/pricing/price-book";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { reprice } from "./reprice.ts";

/** About 30 MB of JSON: enough to make little of the fixed costs of a query. */
const defaultStepRows = 50_000;

interface Step {
  projectId: string;
  book: PriceBook;
  fromUs: number;
  toUs: number;
  stepRows?: number | undefined;
}

/** Prices the next stretch of time anew. Resolves with where it ended once the new rows are read. */
export async function recomputeStep(
  ctx: Pick<ServiceContext, "clickhouse">,
  { projectId, book, fromUs, toUs, stepRows = defaultStepRows }: Step,
): Promise<{ endUs: number; spans: number; changed: number }> {
  const { clickhouse } = ctx;
  const [end] = await reading(clickhouse.query(findStepEnd, { projectId, fromUs, toUs, rows: stepRows }));
  // Spans that start in one microsecond are never parted.
  const endUs = end === undefined ? toUs : Math.max(end.startUs, fromUs + 1);
  const stored = await reading(clickhouse.query(listRepriceable, { projectId, fromUs, toUs: endUs }));
  const changes: Repricing[] = [];
  for (const span of stored) {
    const change = reprice(book, projectId, span);
    if (change !== null) changes.push(change);
  }
  await reading(applyRepricing(clickhouse, { projectId, batchId: randomUUID() }, changes));
  return { endUs, spans: stored.length, changed: changes.length };
}
