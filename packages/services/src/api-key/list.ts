import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type ApiKeyItem, toApiKeyItem } from "./to-api-key-item.ts";

export interface ListedApiKey extends ApiKeyItem {
  /** At the moment of the answer. */
  state: "active" | "expired" | "revoked";
  /** null for a key that the system made, or whose maker is gone. */
  createdBy: { name: string; email: string } | null;
  /** The key that replaced this one. */
  replacedById: string | null;
}

/** Newest first, revoked ones included. */
export async function listApiKeys(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<ListedApiKey[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "api-keys:read");
  const keys = await ctx.db.apiKey.findMany({ where: { projectId }, orderBy: { id: "desc" } });
  const makerIds = [...new Set(keys.flatMap(({ createdByUserId }) => createdByUserId ?? []))];
  const makers = await ctx.db.user.findMany({
    where: { id: { in: makerIds } },
    select: { id: true, name: true, email: true },
  });
  const makerById = new Map(makers.map(({ id, name, email }) => [id, { name, email }]));
  const successorById = new Map(keys.map(({ id, rotatedFromId }) => [rotatedFromId, id]));
  const nowMs = ctx.clock.nowMs();
  return keys.map((key) => ({
    ...toApiKeyItem(key),
    state: stateOf(key, nowMs),
    createdBy: makerById.get(key.createdByUserId ?? "") ?? null,
    replacedById: successorById.get(key.id) ?? null,
  }));
}

function stateOf(
  key: { revokedAt: Date | null; expiresAt: Date | null },
  nowMs: number,
): ListedApiKey["state"] {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && key.expiresAt.getTime() <= nowMs ? "expired" : "active";
}
