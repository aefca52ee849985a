import { Prisma } from "@plumbline/db/client";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

interface EraserContext extends ServiceContext {
  /** Takes the bytes off the store; a file that is not there is no fault. */
  remove(file: { projectId: string; sha256: string }): Promise<void>;
}

interface Candidate {
  id: string;
  projectId: string;
}

/** An upload may take as long as its address lives. */
const youngestMs = 3_600_000;
const pageRows = 100;

/**
 * Erases files that no trace, span or dataset item uses any more. For the system, in the process that
 * owns the store; safe beside uploads of the same file:
 * first, under a lock of its row, a file is said not to be stored, so that whoever announces it from now
 * on uploads it anew; then, under the lock again, and only if still nobody uses it, bytes and row go.
 * A new link waits for the lock, and is refused when the row has gone (see announceMedia).
 */
export async function eraseUnlinkedMedia(ctx: EraserContext): Promise<number> {
  const { db, clock, logger } = ctx;
  const unused = {
    links: { none: {} },
    createdAt: { lt: new Date(clock.nowMs() - youngestMs) },
    project: { deletedAt: null, organization: { deletedAt: null } },
  };
  let erased = 0;
  // What is only mentioned stays a candidate, and must not stand in the way of the others.
  for (let after = "", more = true; more; ) {
    const candidates = await db.media.findMany({
      where: { id: { gt: after }, ...unused },
      select: { id: true, projectId: true },
      orderBy: { id: "asc" },
      take: pageRows,
    });
    for (const candidate of candidates) {
      try {
        if ((await disown(ctx, candidate)) && (await eraseOne(ctx, candidate))) erased += 1;
      } catch (error) {
        // The store is away, or somebody holds the row: the next round tries again.
        logger.warn({ err: error, mediaRowId: candidate.id }, "an unused file could not be erased");
      }
    }
    after = candidates.at(-1)?.id ?? after;
    more = candidates.length === pageRows;
  }
  return erased;
}

async function disown(ctx: EraserContext, { id, projectId }: Candidate): Promise<boolean> {
  const { organizationId } = await requireProjectPermission(ctx, projectId, "traces:delete");
  return runTransaction(ctx.db, async (tx) => {
    const row = await lockUnused(tx, id);
    if (row === null) return false;
    if (row.uploaded_at === null) return true;
    await tx.media.update({ where: { id }, data: { uploadedAt: null } });
    const what = { organizationId, projectId, entityId: row.media_id };
    await writeAudit(tx, ctx, { ...what, action: "media.erasure-begun" });
    return true;
  });
}

/** The one transaction that waits for something else: a file that goes later could be a new one. */
async function eraseOne(ctx: EraserContext, { id, projectId }: Candidate): Promise<boolean> {
  const { organizationId } = await requireProjectPermission(ctx, projectId, "traces:delete");
  return runTransaction(ctx.db, async (tx) => {
    const row = await lockUnused(tx, id);
    if (row === null || row.uploaded_at !== null) return false;
    await ctx.remove({ projectId, sha256: row.sha256 });
    await tx.media.delete({ where: { id } });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "media.erased",
      entityId: row.media_id,
      before: { sha256: row.sha256 },
    });
    return true;
  });
}

interface LockedRow {
  project_id: string;
  media_id: string;
  sha256: string;
  uploaded_at: Date | null;
}

/** Null when it is used, is gone, or when another process has it. */
async function lockUnused(tx: Transaction, id: string): Promise<LockedRow | null> {
  const [row] = await tx.$queryRaw<LockedRow[]>(
    Prisma.sql`SELECT project_id, media_id, sha256, uploaded_at FROM media WHERE id = ${id} FOR UPDATE SKIP LOCKED`,
  );
  if (row === undefined) return null;
  // A statement of its own, so that it sees what was linked before the lock was ours.
  if ((await tx.mediaLink.count({ where: { mediaRowId: id } })) > 0) return null;
  return (await isMentioned(tx, row)) ? null : row;
}

/** Items made from a trace hold its tags without having announced the file. */
async function isMentioned(tx: Transaction, { project_id: projectId, media_id: mediaId }: LockedRow) {
  const tag = `%|id=${mediaId.replaceAll(/[\\%_]/g, "\\$&")}|%`;
  const found = await tx.$queryRaw<unknown[]>(
    Prisma.sql`SELECT 1 FROM dataset_item_versions v
      WHERE v.project_id = ${projectId}
        AND (v.input::text LIKE ${tag} OR v.expected_output::text LIKE ${tag} OR v.metadata::text LIKE ${tag})
      LIMIT 1`,
  );
  return found.length > 0;
}
