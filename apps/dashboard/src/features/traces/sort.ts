const sortColumns = ["start", "latency", "cost", "tokens"] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface Sort {
  column: SortColumn;
  direction: "asc" | "desc";
}

export const defaultSort: Sort = { column: "start", direction: "desc" };

/** "cost.desc"; null for anything else. */
export function parseSort(text: string): Sort | null {
  const [name, direction, ...rest] = text.split(".");
  const column = sortColumns.find((known) => known === name);
  if (!column || rest.length > 0 || (direction !== "asc" && direction !== "desc")) return null;
  return { column, direction };
}

export const serializeSort = ({ column, direction }: Sort): string => `${column}.${direction}`;

/** How an address holds it. */
export const sortCodec = {
  parse: parseSort,
  serialize: serializeSort,
  eq: (left: Sort, right: Sort) => serializeSort(left) === serializeSort(right),
};

/** What another press of a column's head asks for: greatest first, then least first. */
export function nextSort(sort: Sort, column: SortColumn): Sort {
  const direction = sort.column === column && sort.direction === "desc" ? "asc" : "desc";
  return { column, direction };
}

const serverColumns = {
  start: "startTime",
  latency: "durationMs",
  cost: "cost",
  tokens: "totalTokens",
} as const satisfies Record<SortColumn, string>;

/** As the procedure names the columns; the usual order is left to it. */
export function toServerSort({ column, direction }: Sort) {
  if (column === defaultSort.column && direction === defaultSort.direction) return undefined;
  return { column: serverColumns[column], direction };
}
