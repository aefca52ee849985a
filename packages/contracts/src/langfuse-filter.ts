import { z } from "zod";

/** Conditions of Langfuse's `filter` parameter and of its metrics queries; all of a list have to hold. */

export const conditionTypes = [
  "datetime",
  "string",
  "number",
  "stringOptions",
  "categoryOptions",
  "arrayOptions",
  "stringObject",
  "numberObject",
  "booleanObject",
  "boolean",
  "null",
] as const;

const columnCondition = z.object({
  type: z.enum(conditionTypes),
  column: z.string().min(1).max(200),
  operator: z.string().min(1).max(40),
  /** Checked against type and operator where the column is known. */
  value: z.unknown().optional(),
  /** Into which of a map's values the condition looks. */
  key: z.string().max(1_000).optional(),
});

export type ColumnCondition = z.output<typeof columnCondition>;

/** Each costs a clause of the query. */
const maxConditions = 50;

export const columnConditions = z.array(columnCondition).max(maxConditions);

/** JSON text of a list of conditions. */
export const filterText = z
  .string()
  .min(1)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "expected JSON text of a list of conditions" });
      return z.NEVER;
    }
  })
  .pipe(columnConditions);
