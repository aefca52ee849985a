import type { PagedBody } from "@plumbline/contracts/langfuse-stored";

interface NumberedRows<Row> {
  rows: readonly Row[];
  page: number;
  limit: number;
  totalItems: number;
  totalPages: number;
}

/** A page of rows as the protocol has it. */
export function pagedBody<Row, Body>(
  { rows, page, limit, totalItems, totalPages }: NumberedRows<Row>,
  toBody: (row: Row) => Body,
): PagedBody<Body> {
  return { data: rows.map(toBody), meta: { page, limit, totalItems, totalPages } };
}
