import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type ApiKeyItem, toApiKeyItem } from "./to-api-key-item.ts";

/** Newest first, revoked ones included. */
export async function listApiKeys(ctx: ServiceContext, input: { projectId: string }): Promise<ApiKeyItem[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "api-keys:read");
  const keys = await ctx.db.apiKey.findMany({ where: { projectId }, orderBy: { id: "desc" } });
  return keys.map(toApiKeyItem);
}
