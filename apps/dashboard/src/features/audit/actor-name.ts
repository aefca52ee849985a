import type { AuditEntry } from "../../trpc/types.ts";

/** Keys and the system are not people, and look it. */
export function actorName({ actor }: Pick<AuditEntry, "actor">): string {
  const name = actor.name ?? actor.id;
  if (actor.type === "api-key") return `Key “${name}”`;
  return actor.type === "system" ? `System: ${name}` : name;
}
