/** Rows have one height each way, so that the list knows where every row is without measuring. */
export const rowHeightPx = { wide: 36, narrow: 52 } as const;
export const headHeightPx = 32;
/** Where tables have room for columns; below it a row is two lines. */
export const wideQuery = "(min-width: 48rem)";
