import type { ClickHouse } from "../../client.ts";
import { RowBinaryWriter } from "../../row-binary.ts";
import { defineTable } from "../../tables/define-table.ts";
import type { SpanPrice } from "../../tables/spans.ts";
import { hexLiteral, momentLiteral } from "../literals.ts";
import { rewriteSpans } from "../rewrite-spans.ts";

/** The price that a stored version of a span should have. */
export interface Repricing {
  startUs: number;
  traceId: string;
  spanId: string;
  /** The stored version that was read; a row that has changed since keeps what it has. */
  rowVersion: string;
  price: SpanPrice;
}

interface StagedRow extends Repricing {
  projectId: string;
  batchId: string;
}

const money = "Nullable(Decimal(18, 12))";
const word = "LowCardinality(String)";

const priceColumns = [
  "cost",
  "input_cost",
  "output_cost",
  "cost_details",
  "cost_source",
  "rate_card_id",
  "billable",
  "billable_reason",
] as const;

const stagingTable = defineTable<StagedRow>("span_repricing", [
  ["project_id", word, (w, r) => w.string(r.projectId)],
  ["batch_id", "String", (w, r) => w.string(r.batchId)],
  ["start_time", "DateTime64(6, 'UTC')", (w, r) => w.dateTime64(r.startUs)],
  ["trace_id", "String", (w, r) => w.string(r.traceId)],
  ["span_id", "String", (w, r) => w.string(r.spanId)],
  ["row_version", "UInt64", (w, r) => w.uint64BigInt(BigInt(r.rowVersion))],
  ["cost", money, (w, r) => w.nullableDecimal(r.price.cost)],
  ["input_cost", money, (w, r) => w.nullableDecimal(r.price.inputCost)],
  ["output_cost", money, (w, r) => w.nullableDecimal(r.price.outputCost)],
  [
    "cost_details",
    "Map(LowCardinality(String), Decimal(18, 12))",
    (w, r) => w.decimalMap(r.price.costDetails),
  ],
  ["cost_source", word, (w, r) => w.string(r.price.costSource)],
  ["rate_card_id", word, (w, r) => w.string(r.price.rateCardId)],
  ["billable", "Bool", (w, r) => w.bool(r.price.billable)],
  ["billable_reason", word, (w, r) => w.string(r.price.billableReason)],
]);

/**
 * Writes the spans anew with these prices, one correction further. Resolves when they are read; repeating
 * it after a doubtful end writes at most the same rows again. `batchId` must be new for each attempt.
 */
export async function applyRepricing(
  clickhouse: ClickHouse,
  { projectId, batchId }: { projectId: string; batchId: string },
  changes: readonly Repricing[],
): Promise<void> {
  const first = changes[0];
  if (first === undefined) return;
  const writer = new RowBinaryWriter();
  let fromUs = first.startUs;
  let toUs = first.startUs;
  for (const change of changes) {
    stagingTable.encode(writer, { ...change, projectId, batchId });
    fromUs = Math.min(fromUs, change.startUs);
    toUs = Math.max(toUs, change.startUs);
  }
  await clickhouse.insertRowBinary(stagingTable.name, stagingTable.columns, writer.view());
  const changed = Object.fromEntries(priceColumns.map((column) => [column, `n.${column}`]));
  const project = hexLiteral(projectId);
  await clickhouse.command(
    rewriteSpans(
      changed,
      `
    FROM (
      SELECT * FROM spans FINAL
      WHERE project_id = ${project}
        AND start_time >= ${momentLiteral(fromUs)} AND start_time <= ${momentLiteral(toUs)}
    ) AS s
    INNER JOIN (
      SELECT start_time, trace_id, span_id, row_version, ${priceColumns.join(", ")} FROM span_repricing
      WHERE project_id = ${project} AND batch_id = ${hexLiteral(batchId)}
    ) AS n
    ON s.start_time = n.start_time AND s.trace_id = n.trace_id AND s.span_id = n.span_id
      AND s.row_version = n.row_version`,
    ),
  );
}
