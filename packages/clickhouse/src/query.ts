import type { z } from "zod";

/**
 * A read: its name (for logs and metrics), the shape of its bound parameters and of a row, and its SQL.
 * The SQL names parameters as `{projectId:String}` and never contains a value.
 */
export interface QueryDefinition<Params extends z.ZodType, Row extends z.ZodType> {
  readonly name: string;
  readonly params: Params;
  readonly row: Row;
  readonly sql: string | ((params: z.output<Params>) => string);
  /** Server-side limit; unset means the client's default. */
  readonly maxExecutionTimeMs?: number;
  /** A larger answer fails with code 396; unset means no limit. */
  readonly maxResultBytes?: number;
}

export function defineQuery<Params extends z.ZodType, Row extends z.ZodType>(
  definition: QueryDefinition<Params, Row>,
): QueryDefinition<Params, Row> {
  return definition;
}
