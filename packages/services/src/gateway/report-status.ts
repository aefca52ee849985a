import type { GatewayStatusReport } from "@plumbline/contracts/gateway-status";
import type { Db } from "@plumbline/db/client";

/** For a gateway about itself; it has no actor. One row, overwritten. */
export async function reportGatewayStatus(db: Db, report: GatewayStatusReport, nowMs: number): Promise<void> {
  const { instance } = report;
  const status = { report, updatedAt: new Date(nowMs) };
  await db.gatewayStatus.upsert({ where: { instance }, create: { instance, ...status }, update: status });
}
