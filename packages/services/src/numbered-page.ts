/** A page of rows that are few enough to be counted and skipped. */
export interface NumberedPage<Row> {
  rows: Row[];
  page: number;
  limit: number;
  totalItems: number;
  totalPages: number;
}

/** Pages count from 1. */
export interface PageInput {
  page: number;
  limit: number;
}

export function numberedPage<Row>(
  { page, limit }: PageInput,
  rows: Row[],
  totalItems: number,
): NumberedPage<Row> {
  return { rows, page, limit, totalItems, totalPages: Math.ceil(totalItems / limit) };
}

/** Beyond this PostgreSQL's offset would not fit; there is nothing there. */
const maxSkip = 2_000_000_000;

export function skipTo({ page, limit }: PageInput): { skip: number; take: number } {
  return { skip: Math.min((page - 1) * limit, maxSkip), take: limit };
}
