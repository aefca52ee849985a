import type { Transaction } from "@plumbline/db/transaction";

/** Everything that a change may announce. Payloads carry ids, never secrets: they reach webhooks and caches. */
export type OutboxMessage =
  | { type: "api-key.changed"; projectId: string; payload: { keyId: string } }
  | { type: "custom-price.changed"; projectId: string; payload: { customPriceId: string } }
  | { type: "prompt.changed"; projectId: string; payload: { promptId: string; name: string } }
  | { type: "dataset.changed"; projectId: string; payload: { datasetId: string } }
  | { type: "score-config.changed"; projectId: string; payload: { scoreConfigId: string } }
  | { type: "gateway.changed"; projectId: string; payload: { projectId: string } }
  | { type: "project.changed"; projectId: string; payload: { projectId: string } }
  | { type: "organization.changed"; payload: { organizationId: string } };

/** Called in the transaction of the change; the worker relays it afterwards, at least once. */
export async function writeOutbox(tx: Transaction, message: OutboxMessage): Promise<void> {
  await tx.outboxEvent.create({ data: message });
}
