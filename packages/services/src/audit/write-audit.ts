import type { Actor } from "@plumbline/access/actor";
import type { Prisma } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";
import type { ServiceContext } from "../context.ts";

export interface AuditChange {
  organizationId: string;
  projectId?: string;
  /** Entity and what happened to it, like "api-key.created". */
  action: `${string}.${string}`;
  entityId: string;
  /** Name the fields one by one: a whole row would carry hashes of secrets. */
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

/** Called in the transaction of the change, so that neither exists without the other. */
export async function writeAudit(
  tx: Transaction,
  ctx: Pick<ServiceContext, "actor" | "requestId">,
  change: AuditChange,
): Promise<void> {
  await tx.auditEntry.create({
    data: {
      ...change,
      entity: change.action.slice(0, change.action.indexOf(".")),
      ...auditActor(ctx.actor),
      requestId: ctx.requestId,
    },
  });
}

function auditActor(actor: Actor): Pick<Prisma.AuditEntryUncheckedCreateInput, "actorType" | "actorId"> {
  if (actor.type === "user") return { actorType: "user", actorId: actor.userId };
  if (actor.type === "api-key") return { actorType: "api_key", actorId: actor.keyId };
  return { actorType: "system", actorId: actor.name };
}
