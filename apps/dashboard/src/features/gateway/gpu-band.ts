/** Between these a GPU earns its price and still has room for a burst. */
export const goodGpuUse = [0.6, 0.8] as const;

export function describeGpuUse(use: number): string {
  const [from, to] = goodGpuUse;
  if (use < from) return "could carry more";
  return use <= to ? "well used" : "saturated";
}
