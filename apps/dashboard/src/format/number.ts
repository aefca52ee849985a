/** What stands where a value is not known; a zero would be a claim. */
export const unknown = "—";

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-US", {
  notation: "compact",
  maximumSignificantDigits: 3,
});
const decimals = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

export function formatInteger(value: number | null): string {
  return value === null ? unknown : grouped.format(value);
}

/** 1,234, from ten thousand 12.3k. */
export function formatTokens(value: number | null): string {
  if (value === null) return unknown;
  return value < 10_000 ? grouped.format(value) : compact.format(value).replace("K", "k");
}

export function formatDecimalNumber(value: number | null): string {
  return value === null ? unknown : decimals.format(value);
}

/** Output tokens for each second of generation. */
export function formatRate(perSecond: number | null): string {
  if (perSecond === null || !Number.isFinite(perSecond)) return unknown;
  return perSecond < 100 ? perSecond.toFixed(1) : grouped.format(perSecond);
}

const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Binary units: 1 KiB is 1024 B. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return unknown;
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? grouped.format(value) : value.toFixed(1)} ${byteUnits[unit]}`;
}

export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped.format(count)} ${count === 1 ? singular : plural}`;
}
