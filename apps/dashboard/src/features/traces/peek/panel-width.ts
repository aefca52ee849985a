export const panelSteps = { narrow: 480, usual: 680, wide: 960 } as const;
const leastPx = 380;
const mostPx = 1_600;

/** What is stored, in px; anything else is the usual width. The page gives less where there is less. */
export function parsePanelWidth(text: string | null): number {
  const px = Number(text ?? Number.NaN);
  return Number.isFinite(px) ? clampPanelWidth(px) : panelSteps.usual;
}

export function clampPanelWidth(px: number): number {
  return Math.round(Math.min(mostPx, Math.max(leastPx, px)));
}

/** The next of the three widths, round and round, for who does not drag. */
export function nextPanelWidth(px: number): number {
  return Object.values(panelSteps).find((step) => step > px) ?? panelSteps.narrow;
}
