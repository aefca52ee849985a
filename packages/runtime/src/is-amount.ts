/** Nothing else may be added to a counter; a strange span must not stop an ingest. */
export function isAmount(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && Number.isFinite(value);
}
