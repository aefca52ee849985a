import type { Db } from "@plumbline/db/client";
import { forgottenAfterMs, type IngestTrouble } from "./types.ts";

export interface IngestReport {
  /** Of the process that owns the journal; the same after a restart. */
  instance: string;
  /** The name of its machine. */
  host: string;
  dataAsOfMs: number;
  backlogRows: number;
  backlogBytes: number;
  diskBytes: number;
  allowanceBytes: number | null;
  damagedRecords: number;
  trouble: IngestTrouble;
  full: boolean;
  nowMs: number;
}

const largestInt = 2_147_483_647;

/** For the API about itself; it has no actor. One row each, overwritten; who said nothing for a day is gone. */
export async function reportIngest(db: Db, report: IngestReport): Promise<void> {
  const { instance, host, allowanceBytes, trouble, full, nowMs } = report;
  const status = {
    host: host.slice(0, 255),
    dataAsOf: new Date(report.dataAsOfMs),
    backlogRows: Math.min(report.backlogRows, largestInt),
    backlogBytes: BigInt(report.backlogBytes),
    diskBytes: BigInt(report.diskBytes),
    allowanceBytes: allowanceBytes === null ? null : BigInt(Math.floor(allowanceBytes)),
    damagedRecords: Math.min(report.damagedRecords, largestInt),
    trouble,
    full,
    updatedAt: new Date(nowMs),
  };
  await db.ingestStatus.upsert({ where: { instance }, create: { instance, ...status }, update: status });
  await db.ingestStatus.deleteMany({ where: { updatedAt: { lt: new Date(nowMs - forgottenAfterMs) } } });
}
