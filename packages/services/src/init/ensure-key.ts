import { displaySecretKey, hashSecretKey } from "@plumbline/access/api-key";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Transaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import type { PlannedKey } from "./plan-init.ts";

interface EnsureKeyDeps {
  tx: Transaction;
  ctx: Pick<ServiceContext, "actor" | "requestId">;
  pepper: string;
  project: { id: string; organizationId: string };
}

/**
 * Creates the key, or gives it the secret that the environment holds now. A key that people revoked
 * stays revoked. Returns the public half.
 */
export async function ensureKey(
  { tx, ctx, pepper, project }: EnsureKeyDeps,
  planned: PlannedKey,
): Promise<string> {
  const secretHash = hashSecretKey(planned.secretKey, pepper);
  const publicKey = planned.publicKey ?? `pk-init-${secretHash.slice(-16)}`;
  const existing = await tx.apiKey.findUnique({ where: { publicKey } });
  const sameSecret = await tx.apiKey.findUnique({ where: { secretHash } });
  if (
    (existing !== null && existing.projectId !== project.id) ||
    (sameSecret !== null && sameSecret.id !== existing?.id)
  ) {
    throw new PlumblineError("conflict", {
      message: `The key ${publicKey}, or its secret, already belongs to another key or project.`,
    });
  }
  if (existing?.secretHash === secretHash) return publicKey;

  const secret = { secretHash, displaySecret: displaySecretKey(planned.secretKey) };
  const { id } =
    existing === null
      ? await tx.apiKey.create({
          data: { projectId: project.id, name: planned.name, publicKey, scopes: planned.scopes, ...secret },
        })
      : await tx.apiKey.update({ where: { id: existing.id }, data: secret });
  await writeAudit(tx, ctx, {
    organizationId: project.organizationId,
    projectId: project.id,
    action: existing === null ? "api-key.created" : "api-key.secret-changed",
    entityId: id,
    after: { name: planned.name, publicKey, scopes: existing?.scopes ?? planned.scopes },
  });
  await writeOutbox(tx, { type: "api-key.changed", projectId: project.id, payload: { keyId: id } });
  return publicKey;
}
