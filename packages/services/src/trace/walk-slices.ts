import type { TimeWindow } from "../window.ts";

export interface Slice extends TimeWindow {
  /** For the next page to begin with. */
  widthUs: number;
}

const minuteUs = 60_000_000;
const firstWidthUs = 15 * minuteUs;
/**
 * To begin with where not everything matches. Each slice looks a day around itself: this one costs hardly
 * more than a shorter one.
 */
export const filteredWidthUs = 240 * minuteUs;
const growth = 8;
/** Where something was found, the next slice is so much wider than should do for the rest. */
const reserve = 1.5;
/** A slice that would leave less than this share of itself takes the rest as well. */
const remainder = 0.5;

/**
 * Cuts a window into adjoining half-open slices that grow as they go: from its end ("desc") or its
 * beginning. A page is full after little reading where traces are many, and soon at the other end
 * where there are none. `progress` says before each further slice what was found and what is wanted in
 * all: a page that is nearly full ends with a narrow slice.
 */
export function* walkSlices(
  window: TimeWindow,
  direction: "asc" | "desc",
  startWidthUs = firstWidthUs,
  progress?: () => { found: number; wanted: number },
): Generator<Slice> {
  let { fromUs, toUs } = window;
  let walkedUs = 0;
  let widthUs = Math.max(minuteUs, startWidthUs);
  let growingUs = widthUs;
  let guessed = false;
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
    walkedUs += takenUs;
    growingUs *= growth;
    const { found, wanted } = progress?.() ?? { found: 0, wanted: 1 };
    const neededUs = found === 0 ? growingUs : Math.ceil(((walkedUs * (wanted - found)) / found) * reserve);
    // A guess that was wrong is not made again: the traces that were there may have been the last.
    widthUs = guessed ? growingUs : Math.max(minuteUs, Math.min(growingUs, neededUs));
    guessed ||= widthUs < growingUs;
  }
}
