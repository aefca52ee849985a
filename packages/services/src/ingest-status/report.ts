import type { Db } from "@plumbline/db/client";
import type { IngestTrouble } from "./types.ts";

export interface IngestReport {
  /** Name of the process that owns the journal. */
  process: string;
  dataAsOfMs: number;
  backlogRows: number;
  trouble: IngestTrouble;
  full: boolean;
  nowMs: number;
}

const largestInt = 2_147_483_647;

/** For the API about itself; it has no actor. One row, overwritten. */
export async function reportIngest(db: Db, report: IngestReport): Promise<void> {
  const status = {
    dataAsOf: new Date(report.dataAsOfMs),
    backlogRows: Math.min(report.backlogRows, largestInt),
    trouble: report.trouble,
    full: report.full,
    updatedAt: new Date(report.nowMs),
  };
  const { process } = report;
  await db.ingestStatus.upsert({ where: { process }, create: { process, ...status }, update: status });
}
