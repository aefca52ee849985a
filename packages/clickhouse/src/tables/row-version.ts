/**
 * What follows from the journal has a version of its own: when it was received, or how many events went
 * in. Corrections (another price, another payer) count up below it, so that a replay of the journal never
 * undoes them, and a later event always goes before them.
 */
export const correctionsPerVersion = 4_096;

/** Of a row as the journal tells it, before any correction. */
export function storedVersion(rowVersion: number): bigint {
  return BigInt(rowVersion) * BigInt(correctionsPerVersion);
}

/** SQL: the same for all corrections of one version. */
export const journalVersion = `intDiv(row_version, ${correctionsPerVersion})`;

/** SQL: whether the row can be corrected once more without reaching the next version. */
export const isCorrectable = `row_version % ${correctionsPerVersion} < ${correctionsPerVersion - 1}`;
