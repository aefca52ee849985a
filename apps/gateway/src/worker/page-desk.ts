import type { Metrics, MetricsPage } from "@plumbline/runtime/metrics";
import { GatewayError } from "../http/gateway-error.ts";
import type { ToPrimary, ToWorker } from "../messages.ts";

const waitMs = 3_000;

/** A scrape meets one worker; the page of all comes from the primary. */
export function createPageDesk(
  metrics: Metrics,
  post: (message: ToPrimary) => void,
): { scrape: () => Promise<MetricsPage>; receive(message: ToWorker): boolean } {
  const waiting = new Map<number, (page: MetricsPage) => void>();
  let lastId = 0;
  return {
    scrape: () => {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          // One worker's counters would pass for a restart of all.
          const message = "The workers' metrics took too long.";
          reject(new GatewayError("unavailable", "overloaded", { message }));
        }, waitMs);
        waiting.set(id, (page) => {
          clearTimeout(timer);
          resolve(page);
        });
        post({ type: "scrape", id });
      });
    },
    receive(message) {
      if (message.type === "collect") {
        void metrics.values().then((values) => post({ type: "metrics", id: message.id, values }));
        return true;
      }
      if (message.type !== "page") return false;
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
      return true;
    },
  };
}
