import type { GatewayConfigVersion } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";

/** Everything that changes a project's document or its secrets does it under this lock. */
export async function lockGateway(tx: Transaction, projectId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM projects WHERE id = ${projectId} FOR NO KEY UPDATE`;
}

export function latestVersion(tx: Transaction, projectId: string): Promise<GatewayConfigVersion | null> {
  return tx.gatewayConfigVersion.findFirst({ where: { projectId }, orderBy: { version: "desc" } });
}
