import type { Interval } from "./critical-path.ts";

/** Maps times of a trace to the width of the page: a part of it, with idle gaps narrowed or not. */
export interface TimeScale {
  window: Interval;
  /** 0 at the left edge of the window, 1 at the right; beyond them outside it. */
  toFraction: (ms: number) => number;
  toMs: (fraction: number) => number;
  /** The gaps that are drawn narrower than they were. */
  gaps: readonly Interval[];
}

interface TimeScaleOptions {
  extentMs: number;
  /** Null shows everything. */
  window: Interval | null;
  /** In order of time, apart from each other. */
  gaps: readonly Interval[];
}

/** A gap is worth narrowing from this share of the trace on, and is drawn this wide then. */
const leastGap = 0.06;
const drawnGap = 0.02;
/** A window is at least this wide: a microsecond is the finest that is recorded. */
const leastWindowMs = 0.01;

/** Gaps that take enough room for narrowing them to help. */
export function longGaps(idle: readonly Interval[], extentMs: number): Interval[] {
  return idle.filter(({ startMs, endMs }) => endMs - startMs >= leastGap * extentMs);
}

export function timeScale({ extentMs, window, gaps }: TimeScaleOptions): TimeScale {
  const shown = clampWindow(window ?? { startMs: 0, endMs: extentMs }, extentMs);
  const { drawn, recorded } = narrowed(gaps, drawnGap * extentMs);
  const left = drawn(shown.startMs);
  const width = drawn(shown.endMs) - left;
  return {
    window: shown,
    gaps,
    toFraction: (ms) => (drawn(ms) - left) / width,
    toMs: (fraction) => recorded(left + fraction * width),
  };
}

/** Piecewise linear, both ways: outside gaps one to one, inside them `gapMs` for the whole gap. */
function narrowed(gaps: readonly Interval[], gapMs: number) {
  const knots: { at: number; drawn: number }[] = [{ at: 0, drawn: 0 }];
  let saved = 0;
  for (const { startMs, endMs } of gaps) {
    knots.push({ at: startMs, drawn: startMs - saved });
    saved += endMs - startMs - Math.min(gapMs, endMs - startMs);
    knots.push({ at: endMs, drawn: endMs - saved });
  }
  const interpolate = (value: number, from: "at" | "drawn", to: "at" | "drawn") => {
    let index = knots.length - 1;
    while (index > 0 && (knots[index]?.[from] ?? 0) > value) index -= 1;
    const left = knots[index];
    const right = knots[index + 1];
    if (!left) return value;
    if (!right || right[from] === left[from]) return left[to] + value - left[from];
    return left[to] + ((value - left[from]) * (right[to] - left[to])) / (right[from] - left[from]);
  };
  return {
    drawn: (ms: number) => interpolate(ms, "at", "drawn"),
    recorded: (drawn: number) => interpolate(drawn, "drawn", "at"),
  };
}

export function clampWindow({ startMs, endMs }: Interval, extentMs: number): Interval {
  const width = Math.min(extentMs, Math.max(endMs - startMs, Math.min(leastWindowMs, extentMs)));
  const start = Math.min(Math.max(0, startMs), extentMs - width);
  return { startMs: start, endMs: start + width };
}

/** Below 1 zooms in; what is at the fraction stays where it is. Null when all is shown again. */
export function zoomAt(
  { window, toMs }: TimeScale,
  extentMs: number,
  fraction: number,
  factor: number,
): Interval | null {
  const atMs = toMs(fraction);
  const next = clampWindow(
    {
      startMs: atMs - (atMs - window.startMs) * factor,
      endMs: atMs + (window.endMs - atMs) * factor,
    },
    extentMs,
  );
  return next.endMs - next.startMs >= extentMs * 0.999 ? null : next;
}

/** Moves the window by a share of itself. */
export function panBy({ window }: TimeScale, extentMs: number, share: number): Interval {
  const byMs = (window.endMs - window.startMs) * share;
  return clampWindow({ startMs: window.startMs + byMs, endMs: window.endMs + byMs }, extentMs);
}

export const zoomCodec = {
  parse: (text: string): Interval | null => {
    const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text);
    const [startMs, endMs] = [Number(match?.[1]), Number(match?.[2])];
    return match && startMs < endMs ? { startMs, endMs } : null;
  },
  serialize: ({ startMs, endMs }: Interval) => `${round(startMs)}-${round(endMs)}`,
};

const round = (ms: number) => Number(ms.toFixed(3));
