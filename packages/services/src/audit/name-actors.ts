import type { AuditEntry } from "@plumbline/db/client";
import type { ServiceContext } from "../context.ts";

/** What to call the actors of entries: a person's name, a key's name, a part of the system. */
export async function nameActors(
  { db }: Pick<ServiceContext, "db">,
  entries: readonly Pick<AuditEntry, "actorType" | "actorId">[],
): Promise<Map<string, string>> {
  const idsOf = (type: AuditEntry["actorType"]) => [
    ...new Set(entries.filter(({ actorType }) => actorType === type).map(({ actorId }) => actorId)),
  ];
  const [users, keys] = await Promise.all([
    db.user.findMany({
      where: { id: { in: idsOf("user") } },
      select: { id: true, name: true, email: true },
    }),
    db.apiKey.findMany({ where: { id: { in: idsOf("api_key") } }, select: { id: true, name: true } }),
  ]);
  return new Map([
    ...users.map(({ id, name, email }): [string, string] => [id, name === "" ? email : name]),
    ...keys.map(({ id, name }): [string, string] => [id, name]),
  ]);
}
