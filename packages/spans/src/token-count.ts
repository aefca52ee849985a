/** Providers put other things beside the counts (a cost, a rate): what is no whole number is no count. */
export function isTokenCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

const digits = /^\d{1,16}$/;

/** A count, or the text of one: JSON writers and attributes carry both. */
export function tokenCount(value: unknown): number | undefined {
  const count = typeof value === "string" && digits.test(value) ? Number(value) : value;
  return isTokenCount(count) ? count : undefined;
}
