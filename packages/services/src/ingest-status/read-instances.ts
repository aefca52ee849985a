import type { IngestStatus as Row } from "@plumbline/db/client";
import type { ServiceContext } from "../context.ts";
import { forgottenAfterMs, type IngestInstance, ingestTroubles, silentAfterMs } from "./types.ts";

/** Every API that was heard of within a day, in the order of their names. */
export async function readInstances({
  db,
  clock,
}: Pick<ServiceContext, "db" | "clock">): Promise<IngestInstance[]> {
  const nowMs = clock.nowMs();
  const rows = await db.ingestStatus.findMany({
    where: { updatedAt: { gte: new Date(nowMs - forgottenAfterMs) } },
    orderBy: [{ host: "asc" }, { instance: "asc" }],
    take: 200,
  });
  return rows.map((row) => toInstance(row, nowMs));
}

function toInstance(row: Row, nowMs: number): IngestInstance {
  const { instance, host, backlogRows, damagedRecords, full, dataAsOf, updatedAt, allowanceBytes } = row;
  return {
    instance,
    host,
    dataAsOf: dataAsOf.toISOString(),
    lagMs: backlogRows > 0 ? Math.max(0, nowMs - dataAsOf.getTime()) : 0,
    backlogRows,
    backlogBytes: Number(row.backlogBytes),
    diskBytes: Number(row.diskBytes),
    allowanceBytes: allowanceBytes === null ? null : Number(allowanceBytes),
    damagedRecords,
    trouble: ingestTroubles.find((known) => known === row.trouble) ?? "",
    full,
    silent: nowMs - updatedAt.getTime() > silentAfterMs,
    saidAt: updatedAt.toISOString(),
  };
}
