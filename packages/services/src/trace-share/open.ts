import { verifySignedId } from "@plumbline/access/signed-id";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import { isStoredId } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import type { LinkSecret } from "../link-token.ts";
import { AttemptLimit } from "../user/attempt-limit.ts";
import { stillWorks } from "./types.ts";

/** What a link leads to. Both ids stay on the server. */
export interface OpenedTraceShare {
  /** Reads as the system: use it for this trace alone. */
  services: ServiceContext;
  projectId: string;
  traceId: string;
  /** null: until it is revoked. */
  expiresAt: string | null;
}

/** Links that lead nowhere, per network address. */
const maxFailures = 60;
const limits = new WeakMap<Db, AttemptLimit>();

/**
 * For anybody who holds the link. Throws `not_found` alike for a token that was never signed here, a link
 * that was revoked or has expired, and a trace or project that is deleted; `rate_limited` for an address
 * that tries many of them.
 */
export async function openTraceShare(
  deps: Omit<ServiceContext, "actor"> & LinkSecret,
  { token }: { token: string },
  ip: string,
): Promise<OpenedTraceShare> {
  const { db, clickhouse, clock, requestId, logger } = deps;
  const share = await findShare(deps, token);
  if (share === null) {
    limitOf(db).begin(ip, clock);
    throw new PlumblineError("not_found", { message: "This link does not work any more." });
  }
  const actor = { type: "system", name: "trace-share" } as const;
  return { services: { actor, db, clickhouse, clock, requestId, logger }, ...share };
}

async function findShare(
  { db, clock, linkSecret }: Pick<ServiceContext, "db" | "clock"> & LinkSecret,
  token: string,
): Promise<Omit<OpenedTraceShare, "services"> | null> {
  const id = verifySignedId(token, "trace-share", linkSecret);
  if (id === null || !isStoredId(id)) return null;
  const row = await db.traceShare.findFirst({
    where: {
      id,
      ...stillWorks(clock.nowMs()),
      project: { deletedAt: null, organization: { deletedAt: null } },
    },
  });
  if (row === null) return null;
  const { projectId, traceId, expiresAt } = row;
  // ClickHouse may have missed the word that the trace is deleted.
  const deletions = await db.traceDeletion.count({
    where: { projectId, traceIds: { has: traceId }, cancelledAt: null },
  });
  if (deletions > 0) return null;
  return { projectId, traceId, expiresAt: expiresAt?.toISOString() ?? null };
}

function limitOf(db: Db): AttemptLimit {
  let known = limits.get(db);
  if (known === undefined) {
    known = new AttemptLimit(maxFailures);
    limits.set(db, known);
  }
  return known;
}
