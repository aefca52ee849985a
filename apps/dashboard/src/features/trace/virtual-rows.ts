/**
 * The virtualiser hands out functions that React's compiler could not memoise safely. We do not run the
 * compiler; should we, this hook is the one place to look at.
 */
export { defaultRangeExtractor, useVirtualizer as useVirtualRows } from "@tanstack/react-virtual";

/**
 * Keys of the rows in the page: a row that scrolls out is filled anew for one that scrolls in, instead of
 * being made again. Only for rows without a state or focus of their own. The selected row, which stays in
 * the page wherever the list is scrolled, has a key of its own there.
 */
export function slotsOf(shown: readonly { index: number }[], selectedRow: number): (index: number) => string {
  const isShown = (index: number) => shown.some((row) => row.index === index);
  const isStray =
    shown.length > 1 && isShown(selectedRow) && !isShown(selectedRow - 1) && !isShown(selectedRow + 1);
  const count = isStray ? shown.length - 1 : shown.length;
  const slots = Math.ceil(count / slotStep) * slotStep;
  return (index) => (isStray && index === selectedRow ? "selected" : String(index % slots));
}

/** So that one row more or less in the window moves no row to another slot. */
const slotStep = 8;
