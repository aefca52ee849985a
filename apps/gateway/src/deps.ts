import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import type { TranslatorTable } from "@plumbline/providers/translator";
import type { Router } from "@plumbline/routing/router";
import type { Clock } from "@plumbline/runtime/clock";
import type { GatewayMetrics } from "./metrics.ts";
import type { Serving } from "./serving.ts";
import type { Slots } from "./worker/slots.ts";

/** Hands a call to the journal. Never awaited and never throws: a call must not fail for its record. */
export type RecordCall = (call: GatewayCall, request: Buffer, response: readonly Buffer[]) => void;

/** What the pipeline receives; one per worker. */
export interface GatewayDeps {
  /** null before the first snapshot came. */
  serving: () => Serving | null;
  router: Router;
  slots: Slots;
  clock: Clock;
  random: () => number;
  translators: TranslatorTable;
  recordCall: RecordCall;
  metrics: GatewayMetrics;
  /** What the call cost by the public price of a model; null when that is unknown. */
  costOf: CostOfCall;
  maxBodyBytes: number;
}

type CostOfCall = (
  call: Pick<GatewayCall, "operation" | "provider" | "model" | "startUs" | "usage">,
) => { usd: string; inputUsd?: string; outputUsd?: string } | null;
