import type { TimeStep } from "@plumbline/clickhouse/queries/metrics/query";

export interface BucketPlan<Row> {
  fromMs: number;
  toMs: number;
  step: TimeStep;
  direction: "asc" | "desc";
  /** Rows of the answer; that many were asked of the database too. */
  limit: number;
  timeOf(row: Row): number;
  emptyAt(bucketMs: number): Row;
}

/**
 * `rows`, in the order of their time, with a row for every bucket of the window that has none. Rows that are
 * there are never left out for empty ones: where both do not fit the limit, there are no empty ones.
 */
export function fillBuckets<Row>(rows: readonly Row[], plan: BucketPlan<Row>): Row[] {
  const { step, direction, limit } = plan;
  const first = bucketOf(plan.fromMs, step);
  const last = bucketOf(plan.toMs - 1, step);
  const filled: Row[] = [];
  let index = 0;
  let bucket = direction === "asc" ? first : last;
  while (filled.length <= limit && bucket >= first && bucket <= last) {
    const before = index;
    for (let row = rows[index]; row !== undefined && plan.timeOf(row) === bucket; row = rows[index]) {
      filled.push(row);
      index++;
    }
    if (index === before) filled.push(plan.emptyAt(bucket));
    bucket = nextBucket(bucket, step, direction === "asc" ? 1 : -1);
  }
  return filled.length > limit ? [...rows] : filled;
}

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const firstMondayMs = 4 * unitMs.day;

function bucketOf(ms: number, { amount, unit }: TimeStep): number {
  if (unit === "month") {
    const date = new Date(ms);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
  const size = amount * unitMs[unit];
  const offset = unit === "week" ? firstMondayMs : 0;
  return Math.floor((ms - offset) / size) * size + offset;
}

function nextBucket(bucketMs: number, { amount, unit }: TimeStep, way: 1 | -1): number {
  if (unit !== "month") return bucketMs + way * amount * unitMs[unit];
  const date = new Date(bucketMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + way * amount, 1);
}
