import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import type { SecretItem } from "./types.ts";
import { usedSecrets } from "./used-secrets.ts";
import { userNames } from "./user-names.ts";

/** By name; of the secrets themselves only the last four characters. */
export async function listGatewaySecrets(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<SecretItem[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "gateway:read");
  const [rows, newest] = await Promise.all([
    ctx.db.gatewaySecret.findMany({
      where: { projectId },
      orderBy: { name: "asc" },
      omit: { ciphertext: true },
    }),
    ctx.db.gatewayConfigVersion.findFirst({ where: { projectId }, orderBy: { version: "desc" } }),
  ]);
  const used = usedSecrets(newest?.document);
  const changedBy = rows.map((row) => row.replacedByUserId ?? row.createdByUserId);
  const names = await userNames(ctx.db, changedBy);
  return rows.map((row) => {
    const by = row.replacedByUserId ?? row.createdByUserId;
    return {
      name: row.name,
      lastFour: row.lastFour,
      origins: row.origins,
      createdAt: row.createdAt.toISOString(),
      replacedAt: row.replacedAt?.toISOString() ?? null,
      changedByName: by === null ? null : (names.get(by) ?? null),
      inUse: used.has(row.name),
    };
  });
}
