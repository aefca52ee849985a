/** Round marks on an axis that starts at 0: 1, 2 or 5 times a power of ten apart, at most `most` steps. */
export function timeTicks(extentMs: number, most: number): number[] {
  const roughStep = extentMs / most;
  const power = 10 ** Math.floor(Math.log10(roughStep));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= roughStep) ?? 10) * power;
  const ticks: number[] = [];
  for (let at = 0; at <= extentMs && ticks.length <= most; at += step) ticks.push(at);
  return ticks;
}
