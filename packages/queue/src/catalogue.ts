import { z } from "zod";

interface QueueSettings {
  /** Jobs that one worker process runs at a time. */
  concurrency: number;
  /** A job whose worker went silent is taken over after this. Renewed while the event loop turns. */
  lockDurationMs: number;
}

/** Jobs share a queue when they share a resource, since a queue limits how many of them run. */
export const queues = {
  /**
   * One at a time: each job rewrites parts of ClickHouse tables, and two at once only contend for the
   * same disk. The lock is twice the default: a rewrite starves a small machine for many seconds.
   */
  maintenance: { concurrency: 1, lockDurationMs: 60_000 },
  /** Corrections of stored rows: apart, because recomputing a large project takes many minutes. */
  corrections: { concurrency: 1, lockDurationMs: 60_000 },
  /** Somebody waits for a person: behind no rewrite of tables. It only reads them. */
  reviews: { concurrency: 1, lockDurationMs: 60_000 },
} as const satisfies Record<string, QueueSettings>;

export type QueueName = keyof typeof queues;

interface JobDefinition {
  queue: QueueName;
  /** Plain data only: what a job needs is read when it runs, not when it was queued. */
  payload: z.ZodType;
  /** Runs in all before the job counts as failed; the wait doubles from `backoffMs`. */
  attempts: number;
  backoffMs: number;
  /** UTC, five fields. The payload of a scheduled run is empty. */
  cron?: string;
}

export const jobs = {
  /**
   * Hourly, so that a missed or failed run costs an hour of extra life; days are cut at midnight UTC, so
   * most runs find nothing. Minute 7 keeps clear of everybody else's full hour. Three attempts: the next
   * hour tries again anyway.
   */
  "retention-sweep": {
    queue: "maintenance",
    payload: z.strictObject({}),
    attempts: 3,
    backoffMs: 60_000,
    cron: "7 * * * *",
  },
  /** Every minute: hides what ClickHouse missed, and erases what can no longer be undone. */
  "erase-traces": {
    queue: "maintenance",
    payload: z.strictObject({}),
    attempts: 3,
    backoffMs: 10_000,
    cron: "* * * * *",
  },
  /** Asked for by a person; found in the database, so one attempt: what is left is queued again. */
  "recompute-prices": {
    queue: "corrections",
    payload: z.strictObject({ recomputeId: z.string() }),
    attempts: 1,
    backoffMs: 0,
  },
  /**
   * Every minute over two days, for reports that arrive in order or nearly so; at minute 37 of each hour
   * over five weeks, for those that an outage held back.
   */
  "reconcile-gateway": {
    queue: "corrections",
    payload: z.strictObject({}),
    attempts: 3,
    backoffMs: 10_000,
    cron: "* * * * *",
  },
  /** Every minute over two days, at minute 41 of each hour over five weeks, as "reconcile-gateway" does. */
  "open-review-items": {
    queue: "reviews",
    payload: z.strictObject({}),
    attempts: 3,
    backoffMs: 10_000,
    cron: "* * * * *",
  },
} as const satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.output<(typeof jobs)[Name]["payload"]>;

export const jobNames = Object.keys(jobs).filter(isJobName);
export const queueNames = Object.keys(queues).filter((name): name is QueueName =>
  Object.hasOwn(queues, name),
);

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name);
}

/** The definition under its general type, for code that treats all jobs alike. */
export function definitionOf(name: JobName): JobDefinition {
  return jobs[name];
}
