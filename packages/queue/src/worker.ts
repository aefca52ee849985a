import type { Logger } from "@plumbline/runtime/logger";
import type { Metrics } from "@plumbline/runtime/metrics";
import { UnrecoverableError } from "bullmq";
import { definitionOf, isJobName, type JobName, type JobPayload, queueNames, queues } from "./catalogue.ts";
import { openBackend, type QueueConnection } from "./connection.ts";

export interface JobContext {
  /** Stable over the attempts of one job. */
  id: string;
  /** From 1. */
  attempt: number;
  /** Carries the job's name and id. */
  logger: Logger;
}

/** One per catalogue entry; a missing one does not compile. Runs at least once, so it must be repeatable. */
export type JobHandlers = {
  [Name in JobName]: (payload: JobPayload<Name>, context: JobContext) => Promise<void>;
};

export interface JobWorker {
  isRunning(): boolean;
  ping(): Promise<boolean>;
  /** Takes no new jobs and waits for those that run; what is cut off here is taken over by another worker. */
  close(): Promise<void>;
}

interface WorkerOptions extends QueueConnection {
  handlers: JobHandlers;
  logger: Logger;
  metrics: Metrics;
}

interface RunningJob {
  id?: string | undefined;
  name: string;
  data: unknown;
  attemptsMade: number;
}

export async function startWorker(options: WorkerOptions): Promise<JobWorker> {
  const backend = await openBackend(options, { role: "worker", logger: options.logger });
  const run = createRunner(options);
  const workers = await Promise.all(
    queueNames.map((name) => {
      const { concurrency, lockDurationMs } = queues[name];
      return backend.openWorker(name, run, { concurrency, lockDuration: lockDurationMs });
    }),
  );
  return {
    isRunning: () => workers.every((worker) => worker.isRunning()),
    ping: backend.ping,
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await backend.close();
    },
  };
}

function createRunner({ handlers, logger, metrics }: WorkerOptions): (job: RunningJob) => Promise<void> {
  const finished = metrics.counter({
    name: "plumbline_jobs_total",
    help: "Job runs by how they ended.",
    labelNames: ["job", "outcome"],
  });
  const duration = metrics.histogram({
    name: "plumbline_job_duration_seconds",
    help: "Duration of job runs.",
    labelNames: ["job"],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
  });
  return async (job) => {
    const { name, id = "", attemptsMade } = job;
    const context: JobContext = {
      id,
      attempt: attemptsMade + 1,
      logger: logger.child({ job: name, jobId: id }),
    };
    if (!isJobName(name)) {
      // Left by a newer version that was rolled back: failing it would only make it come again.
      context.logger.warn("unknown job, completed without doing anything");
      finished.inc({ job: "unknown", outcome: "skipped" });
      return;
    }
    const stopTimer = duration.startTimer({ job: name });
    try {
      await dispatch(handlers, name, job.data, context);
      finished.inc({ job: name, outcome: "completed" });
    } catch (error) {
      finished.inc({ job: name, outcome: "failed" });
      context.logger.error({ err: error, attempt: context.attempt }, "job failed");
      throw error;
    } finally {
      stopTimer();
    }
  };
}

async function dispatch(
  handlers: JobHandlers,
  name: JobName,
  data: unknown,
  context: JobContext,
): Promise<void> {
  const payload = definitionOf(name).payload.safeParse(data);
  // No retry makes a wrong payload right.
  if (!payload.success) throw new UnrecoverableError(`The payload of job ${name} does not fit its schema.`);
  const handler: (payload: never, context: JobContext) => Promise<void> = handlers[name];
  await handler(payload.data as never, context);
}
