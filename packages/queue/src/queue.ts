import { PlumblineError } from "@plumbline/contracts/errors";
import type { Logger } from "@plumbline/runtime/logger";
import {
  definitionOf,
  isJobName,
  type JobName,
  type JobPayload,
  jobNames,
  type QueueName,
  queueNames,
} from "./catalogue.ts";
import { openBackend, type QueueConnection } from "./connection.ts";

export interface AddOptions {
  /** The same id is queued once until its job is forgotten (a day after it completed). Not with ":". */
  id?: string;
  delayMs?: number;
}

export interface QueueCounts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

export interface JobQueue {
  /** Resolves once stored. Throws `invalid_request` for a payload outside the catalogue's schema. */
  add<Name extends JobName>(name: Name, payload: JobPayload<Name>, options?: AddOptions): Promise<void>;
  /** Brings the stored schedules in line with the catalogue; repeat at every start. */
  applySchedules(): Promise<void>;
  counts(): Promise<Record<QueueName, QueueCounts>>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

const day = 86_400;
/** Completed jobs only serve to recognise repeated ids; failed ones are kept for a person to look at. */
const kept = { removeOnComplete: { age: day, count: 1_000 }, removeOnFail: { age: 14 * day, count: 5_000 } };

export async function createQueue(options: QueueConnection & { logger: Logger }): Promise<JobQueue> {
  const backend = await openBackend(options, { role: "producer", logger: options.logger });
  const opened = await Promise.all(
    queueNames.map(
      async (name) => [name, await backend.openQueue(name, { defaultJobOptions: kept })] as const,
    ),
  );
  const queues = new Map(opened);
  const queueOf = (name: JobName) => {
    const queue = queues.get(definitionOf(name).queue);
    if (queue === undefined) throw new PlumblineError("internal");
    return queue;
  };
  const retry = (name: JobName) => {
    const { attempts, backoffMs } = definitionOf(name);
    return { attempts, backoff: { type: "exponential", delay: backoffMs } };
  };

  return {
    add: async (name, payload, { id, delayMs } = {}) => {
      await queueOf(name).add(name, parsePayload(name, payload), {
        ...retry(name),
        ...(id === undefined ? {} : { jobId: id }),
        ...(delayMs === undefined ? {} : { delay: delayMs }),
      });
    },
    applySchedules: async () => {
      for (const queue of queues.values()) {
        for (const { key } of await queue.getJobSchedulers()) {
          if (!isJobName(key) || definitionOf(key).cron === undefined) await queue.removeJobScheduler(key);
        }
      }
      for (const name of jobNames) {
        const { cron } = definitionOf(name);
        if (cron === undefined) continue;
        const template = { name, data: {}, opts: { ...retry(name), ...kept } };
        await queueOf(name).upsertJobScheduler(name, { pattern: cron, tz: "UTC" }, template);
      }
    },
    counts: async () => {
      const counted = await Promise.all(
        [...queues].map(async ([name, queue]) => {
          const counts = await queue.getJobCounts("waiting", "active", "delayed", "failed");
          return [name, { waiting: 0, active: 0, delayed: 0, failed: 0, ...counts }] as const;
        }),
      );
      return Object.fromEntries(counted) as Record<QueueName, QueueCounts>;
    },
    ping: backend.ping,
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

function parsePayload(name: JobName, payload: unknown): unknown {
  const result = definitionOf(name).payload.safeParse(payload);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => `${issue.path.join(".") || "payload"}: ${issue.message}`);
  throw new PlumblineError("invalid_request", {
    message: `The payload of job ${name} is wrong.`,
    details: { fields },
  });
}
