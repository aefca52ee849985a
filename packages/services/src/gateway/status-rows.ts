import { type GatewayStatusReport, gatewayStatusReport } from "@plumbline/contracts/gateway-status";
import type { Db } from "@plumbline/db/client";

interface StatusRow {
  report: GatewayStatusReport;
  updatedAtMs: number;
}

/** A gateway that was silent for so long is gone for good. */
const forgottenAfterMs = 24 * 3_600_000;

/** What every gateway said last, the latest first; rows of another release are left out. */
export async function readStatusRows(db: Db, nowMs: number): Promise<StatusRow[]> {
  const rows = await db.gatewayStatus.findMany({
    where: { updatedAt: { gte: new Date(nowMs - forgottenAfterMs) } },
    orderBy: { updatedAt: "desc" },
    take: 100,
  });
  return rows.flatMap(({ report, updatedAt }) => {
    const parsed = gatewayStatusReport.safeParse(report);
    return parsed.success ? [{ report: parsed.data, updatedAtMs: updatedAt.getTime() }] : [];
  });
}
