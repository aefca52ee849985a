import type { AuditEntry } from "../../trpc/types.ts";

/** The name that a change gave to its object or took from it; null when it is about something else. */
export function entityName({ before, after }: Pick<AuditEntry, "before" | "after">): string | null {
  return nameIn(after) ?? nameIn(before);
}

function nameIn(value: AuditEntry["before"]): string | null {
  if (typeof value !== "object" || value === null || !("name" in value)) return null;
  return typeof value.name === "string" && value.name !== "" ? value.name : null;
}
