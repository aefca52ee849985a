import { PlumblineError } from "@plumbline/contracts/errors";
import type { z } from "zod";

/** Arrays may also arrive under `name[]`. Throws `invalid_request` that names every wrong parameter. */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(typeof query === "object" && query !== null ? query : {})) {
    if (value !== "") given[name.endsWith("[]") ? name.slice(0, -2) : name] = value;
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new PlumblineError("invalid_request", {
    message: "Invalid request data",
    details: {
      issues: result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
    },
  });
}
