import type { TimeWindow } from "../window.ts";

export interface Slice extends TimeWindow {
  /** For the next page to begin with. */
  widthUs: number;
}

const minuteUs = 60_000_000;
const firstWidthUs = 15 * minuteUs;
const growth = 8;
/** A slice that would leave less than this share of itself takes the rest as well. */
const remainder = 0.5;

/**
 * Cuts a window into adjoining half-open slices that grow as they go: from its end ("desc") or its
 * beginning. A page is full after little reading where traces are many, and soon at the other end
 * where there are none.
 */
export function* walkSlices(
  window: TimeWindow,
  direction: "asc" | "desc",
  startWidthUs = firstWidthUs,
): Generator<Slice> {
  let { fromUs, toUs } = window;
  let widthUs = Math.max(minuteUs, startWidthUs);
  while (fromUs < toUs) {
    const leftUs = toUs - fromUs;
    const takenUs = leftUs <= widthUs * (1 + remainder) ? leftUs : widthUs;
    if (direction === "desc") {
      yield { fromUs: toUs - takenUs, toUs, widthUs };
      toUs -= takenUs;
    } else {
      yield { fromUs, toUs: fromUs + takenUs, widthUs };
      fromUs += takenUs;
    }
    widthUs *= growth;
  }
}
