import type { Priority } from "@plumbline/contracts/gateway-config";
import type { GatewaySnapshot } from "@plumbline/contracts/gateway-snapshot";
import type { RouterView, WorkerReport } from "@plumbline/routing/router-view";
import type { MetricValues } from "@plumbline/runtime/metrics";

/** What a worker and the primary tell each other. Plain JSON, in order, over the channel of node:cluster. */
export type ToPrimary =
  /** It listens to the channel, then to the port. */
  | { type: "hello" }
  | { type: "ready" }
  | { type: "report"; report: WorkerReport }
  | { type: "acquire"; ticket: number; poolId: string; replicaIds: string[]; priority: Priority }
  | { type: "cancel"; ticket: number }
  | { type: "release"; slots: [replicaId: string, slots: number][] }
  /** A page of metrics is wanted, and its parts are given. */
  | { type: "scrape"; id: number }
  | { type: "metrics"; id: number; values: MetricValues };

export type ToWorker =
  | { type: "snapshot"; snapshot: GatewaySnapshot }
  | { type: "view"; view: RouterView }
  | { type: "granted"; ticket: number; replicaId: string; slots: number }
  | { type: "queued"; ticket: number; position: number; expectedWaitMs: number | null }
  | { type: "full"; ticket: number; expectedWaitMs: number | null }
  /** Somebody waits for slots of these: unused ones must come back. */
  | { type: "wanted"; replicaIds: string[] }
  | { type: "collect"; id: number }
  | { type: "page"; id: number; text: string; contentType: string }
  | { type: "drain" };
