/**
 * The virtualiser hands out functions that React's compiler could not memoise safely. We do not run the
 * compiler; should we, this hook is the one place to look at.
 */
export { defaultRangeExtractor, useVirtualizer as useVirtualRows } from "@tanstack/react-virtual";
