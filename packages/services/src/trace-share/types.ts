import { signId } from "@plumbline/access/signed-id";
import type { Prisma, TraceShare as Row } from "@plumbline/db/client";
import type { LinkSecret } from "../link-token.ts";

export const shareLifetimesDays = [1, 7, 30] as const;

/** A link that works now. */
export interface TraceShareItem {
  shareId: string;
  /** What the address carries; null for those who may not share. */
  token: string | null;
  createdAt: string;
  /** null: until it is revoked. */
  expiresAt: string | null;
}

export function toTraceShareItem(
  row: Row,
  { linkSecret, mayShare }: LinkSecret & { mayShare: boolean },
): TraceShareItem {
  return {
    shareId: row.id,
    token: mayShare ? signId(row.id, "trace-share", linkSecret) : null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}

export function stillWorks(nowMs: number): Prisma.TraceShareWhereInput {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(nowMs) } }] };
}
