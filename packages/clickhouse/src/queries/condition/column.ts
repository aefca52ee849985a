import type { TraceColumn } from "../trace/columns.ts";

/**
 * Where a column of a foreign protocol is found, and as what it is compared. `sql` is ours; a name that is
 * in no table cannot be asked for.
 */
export type Column = {
  /** What the row of a span or score borrows from its trace. */
  readonly ofTrace?: readonly TraceColumn[];
} & (
  | { readonly kind: "text" /** "" is unknown. */; readonly sql: string }
  | {
      readonly kind: "number";
      /** Whole or decimal and compared exactly; NULL is unknown. */
      readonly sql: string;
      /** What one unit of the protocol is here. */
      readonly unit?: number;
    }
  | { readonly kind: "float"; readonly sql: string }
  | { readonly kind: "time" /** Microseconds; NULL is unknown. */; readonly sql: string }
  | { readonly kind: "texts"; readonly sql: string }
  | { readonly kind: "boolean"; readonly sql: string }
  | { readonly kind: "map"; readonly sql: string }
  /** Lies beside the span in span_io. */
  | { readonly kind: "span-text"; readonly sql: "input" | "output" }
  /** Metadata of a whole trace, which has two homes. */
  | { readonly kind: "trace-metadata" }
  | { readonly kind: "trace-scores"; readonly sql: "value" | "string_value" }
);

/** By the protocol's own names. */
export type ColumnTable = ReadonlyMap<string, Column>;
