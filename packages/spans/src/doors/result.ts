import type { IngestEvent } from "@plumbline/contracts/events";
import { EventProblem } from "../classic/body.ts";

/** What a door makes of one item of a request. */
export type DoorResult =
  | { ok: true; event: Exclude<IngestEvent, { type: "rejected" }> }
  | { ok: false; code: string; reason: string };

/** Runs a reader; what is wrong with the item costs only this item. */
export function decodeItem(read: () => Exclude<IngestEvent, { type: "rejected" }>): DoorResult {
  try {
    return { ok: true, event: read() };
  } catch (error) {
    if (error instanceof EventProblem) return { ok: false, code: error.code, reason: error.message };
    // Only writing a structure as text can exhaust the stack here.
    if (error instanceof RangeError) {
      return { ok: false, code: "event.too_deep", reason: "The event is nested too deeply." };
    }
    throw error;
  }
}
