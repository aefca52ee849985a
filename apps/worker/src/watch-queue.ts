import type { JobQueue } from "@plumbline/queue/queue";
import type { Gauge, Metrics } from "@plumbline/runtime/metrics";

/** Asked at scrape time. While the store is away the series is absent, not 0. */
export function watchQueue(metrics: Metrics, queue: Pick<JobQueue, "counts">): void {
  metrics.gauge({
    name: "plumbline_queue_jobs",
    help: "Jobs by queue and state.",
    labelNames: ["queue", "state"],
    async collect(this: Gauge<"queue" | "state">) {
      this.reset();
      const counts = await queue.counts().catch(() => ({}));
      for (const [name, states] of Object.entries(counts)) {
        for (const [state, jobs] of Object.entries(states)) this.set({ queue: name, state }, Number(jobs));
      }
    },
  });
}
