import type { ModelBody } from "@plumbline/contracts/langfuse-stored";
import { listPublicPrices } from "@plumbline/pricing/public-prices";
import type { Clock } from "@plumbline/runtime/clock";
import { publicModelBody } from "./model-body.ts";

const hourMs = 3_600_000;
let known: { hour: number; models: ModelBody[] } | undefined;

/** Prices as they are at the beginning of this hour; reading the whole book takes a while. */
export function listPublicModels(clock: Clock): readonly ModelBody[] {
  const hour = Math.floor(clock.nowMs() / hourMs);
  if (known?.hour !== hour) {
    const at = new Date(hour * hourMs).toISOString();
    const prices = listPublicPrices(hour * hourMs * 1_000);
    known = { hour, models: prices.map((price) => publicModelBody(price, at)) };
  }
  return known.models;
}
