import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type ConfigVersionItem, toVersionItem } from "./types.ts";
import { userNames } from "./user-names.ts";

const longest = 200;

/** The newest first, at most 200. */
export async function listGatewayVersions(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<ConfigVersionItem[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "gateway:read");
  const rows = await ctx.db.gatewayConfigVersion.findMany({
    where: { projectId },
    orderBy: { version: "desc" },
    take: longest,
    omit: { document: true },
  });
  const names = await userNames(
    ctx.db,
    rows.map(({ createdByUserId }) => createdByUserId),
  );
  return rows.map((row) => toVersionItem(row, names));
}
