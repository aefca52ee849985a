import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { checkDocument } from "./check-document.ts";
import { latestVersion, lockGateway } from "./lock.ts";
import { type StoredConfig, toVersionItem } from "./types.ts";
import { userNames } from "./user-names.ts";

interface VersionChange {
  projectId: string;
  action: "gateway-config.saved" | "gateway-config.restored" | "gateway-config.drained";
  note: string | null;
  /** What goes into the audit entry beside the version. */
  details: Record<string, string | number | boolean>;
}

/**
 * The next version, made of the newest under the project's lock. `edit` throws when it cannot be made;
 * the text as it was makes no version. `invalid_request` with `details.issues` when it cannot be served.
 */
export async function writeVersion(
  ctx: ServiceContext,
  change: VersionChange,
  edit: (
    newest: { version: number; document: string } | null,
    tx: Transaction,
    projectId: string,
  ) => Promise<string> | string,
): Promise<StoredConfig> {
  const { projectId, organizationId } = await requireProjectPermission(
    ctx,
    change.projectId,
    "gateway:write",
  );
  const { note } = change;
  const row = await runTransaction(ctx.db, async (tx) => {
    await lockGateway(tx, projectId);
    const newest = await latestVersion(tx, projectId);
    const document = await edit(newest, tx, projectId);
    if (newest !== null && newest.document === document) return newest;
    const { issues } = await checkDocument(tx, projectId, document);
    if (issues.length > 0) {
      const [first] = issues;
      throw new PlumblineError("invalid_request", {
        message: `Line ${first?.line}: ${first?.message}`,
        details: { issues },
      });
    }
    const created = await tx.gatewayConfigVersion.create({
      data: {
        projectId,
        version: (newest?.version ?? 0) + 1,
        document,
        note,
        createdByUserId: ctx.actor.type === "user" ? ctx.actor.userId : null,
        createdAt: new Date(ctx.clock.nowMs()),
      },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: change.action,
      entityId: projectId,
      before: { version: newest?.version ?? 0 },
      after: { version: created.version, note, ...change.details },
    });
    await writeOutbox(tx, { type: "gateway.changed", projectId, payload: { projectId } });
    return created;
  });
  return { ...toVersionItem(row, await userNames(ctx.db, [row.createdByUserId])), document: row.document };
}
