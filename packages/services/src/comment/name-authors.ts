import type { ServiceContext } from "../context.ts";

/** Names by user id; who no longer exists has none. */
export async function nameAuthors(
  { db }: Pick<ServiceContext, "db">,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  const users = await db.user.findMany({
    where: { id: { in: [...new Set(userIds)] } },
    select: { id: true, name: true, email: true },
  });
  return new Map(users.map(({ id, name, email }) => [id, name === "" ? email : name]));
}
