/** Exact: `digits` × 10^-`scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const pattern = /^(-?)(\d{0,18})(?:\.(\d{0,12}))?$/;

/** null for what is no plain decimal of at most 18 digits before and 12 after the point. */
export function parseDecimal(text: string): Decimal | null {
  const [, sign = "", whole = "", fraction = ""] = pattern.exec(text) ?? [];
  if (whole === "" && fraction === "") return null;
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length };
}

/** Without exponent, and without zeros that say nothing. */
export function formatDecimal({ digits, scale }: Decimal): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, "");
  return `${digits < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Times a whole number, over a power of ten. */
export function multiply(decimal: Decimal, factor: bigint, powerOfTen = 0): Decimal {
  return { digits: decimal.digits * factor, scale: decimal.scale + powerOfTen };
}

/** As `a - b` would be: below, at, or above 0. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = align(a, scale) - align(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isWhole({ digits, scale }: Decimal): boolean {
  return digits % 10n ** BigInt(scale) === 0n;
}

function align({ digits, scale }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale);
}
