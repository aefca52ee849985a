const kinds = {
  "a number above 0": (value: number) => value > 0,
  "a number of at least 0": (value: number) => value >= 0,
  "a number of at least 1": (value: number) => value >= 1,
  "a whole number of at least 1": (value: number) => Number.isSafeInteger(value) && value >= 1,
} as const;

/** The value of an option of the command line. Throws one line for what it does not take. */
export function readNumber(
  kind: keyof typeof kinds,
  name: string,
  text: string | undefined,
  fallback: number,
): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isFinite(value) || !kinds[kind](value)) throw new Error(`--${name} wants ${kind}.`);
  return value;
}
