import type { Column, ColumnTable } from "../condition/column.ts";
import type { TraceColumn } from "../trace/columns.ts";

export interface Dimension {
  sql: string;
  /** Texts are null when they are empty. */
  kind: "text" | "texts" | "number" | "boolean";
  ofTrace?: readonly TraceColumn[];
  /** Of the span that a score is about, or what spans have of their scores. */
  join?: string;
}

export interface Measure {
  sql: string;
  /** Of money no digit may be lost; of texts only how many different ones there are can be asked. */
  kind: "rows" | "number" | "money" | "distinct";
  ofTrace?: readonly TraceColumn[];
  join?: string;
}

export interface ViewRequest {
  /** Compiled, each has to hold. */
  where: readonly string[];
  ofTrace: ReadonlySet<TraceColumn>;
  joins: ReadonlySet<string>;
}

/** What can be asked of one kind of rows. Names that are not in here cannot be asked for. */
export interface MetricView {
  /** Of a row, DateTime. */
  time: string;
  dimensions: ReadonlyMap<string, Dimension>;
  /** Dimensions of which there may be as many as rows. */
  highCardinality: ReadonlySet<string>;
  measures: ReadonlyMap<string, Measure>;
  /** Filters may name these. */
  columns: ColumnTable;
  from(request: ViewRequest): string;
}

export const textDimension = (sql: string, more: Partial<Dimension> = {}): Dimension => ({
  sql,
  kind: "text",
  ...more,
});

/** A column of the filter's table as what one can group by. */
export function dimensionOf(column: Column): Dimension | null {
  const { ofTrace } = column;
  const borrowed = ofTrace === undefined ? {} : { ofTrace };
  switch (column.kind) {
    case "text":
    case "texts":
    case "number":
    case "boolean":
      return { sql: column.sql, kind: column.kind, ...borrowed };
    default:
      return null;
  }
}

/** Those columns of a table that are dimensions as well. */
export function dimensionsOf(columns: ColumnTable, names: readonly string[]): Array<[string, Dimension]> {
  return names.flatMap((name) => {
    const column = columns.get(name);
    const dimension = column === undefined ? null : dimensionOf(column);
    return dimension === null ? [] : [[name, dimension]];
  });
}
