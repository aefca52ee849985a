import type { TimeScale } from "./time-scale.ts";

/** Round marks on an axis that starts at 0: 1, 2 or 5 times a power of ten apart, at most `most` steps. */
export function timeTicks(extentMs: number, most: number): number[] {
  const step = roundStep(extentMs, most);
  const ticks: number[] = [];
  for (let at = 0; at <= extentMs && ticks.length <= most; at += step) ticks.push(at);
  return ticks;
}

function roundStep(extentMs: number, most: number): number {
  const roughStep = extentMs / most;
  const power = 10 ** Math.floor(Math.log10(roughStep));
  return ([1, 2, 5, 10].find((factor) => factor * power >= roughStep) ?? 10) * power;
}

/** The same for a part of the axis, without marks inside narrowed gaps. */
export function scaleTicks({ window, gaps }: TimeScale, most: number): number[] {
  const inGaps = gaps.reduce((sum, { startMs, endMs }) => {
    const overlap = Math.min(endMs, window.endMs) - Math.max(startMs, window.startMs);
    return sum + Math.max(0, overlap);
  }, 0);
  const width = window.endMs - window.startMs;
  const step = roundStep(Math.max(width - inGaps, width / 1_000), most);
  const ticks: number[] = [];
  let index = Math.ceil(window.startMs / step);
  while (index * step <= window.endMs && ticks.length <= 2 * most) {
    const at = index * step;
    const gap = gaps.find(({ startMs, endMs }) => startMs < at && at < endMs);
    if (gap) index = Math.max(index + 1, Math.ceil(gap.endMs / step));
    else {
      ticks.push(at);
      index += 1;
    }
  }
  return ticks;
}
