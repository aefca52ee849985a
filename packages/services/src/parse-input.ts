import { PlumblineError } from "@plumbline/contracts/errors";
import type { z } from "zod";

/** Throws `invalid_request` with the names of the wrong fields, never their values. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields = [...new Set(result.error.issues.map((issue) => issue.path.join(".") || "input"))];
  throw new PlumblineError("invalid_request", {
    message: `Not valid: ${fields.join(", ")}.`,
    details: { fields },
  });
}
