import type { Buckets, ChartModel } from "./chart-model.ts";
import { bucketWindow, isUnfinished } from "./zoom.ts";

const unitNames = {
  count: "",
  tokens: "",
  duration: " (ms)",
  rate: " (0 to 1)",
  speed: " (tokens/s)",
  frequency: " (per second)",
  bytes: " (bytes)",
  money: " (USD)",
  plain: "",
};

/** RFC 4180; times are ISO-8601 UTC, numbers whole, what is not known is empty. */
export function chartCsv(model: ChartModel, buckets: Buckets): string {
  const head = [
    "from",
    "to",
    "finished",
    ...model.series.map(({ name }) => `${name}${unitNames[model.unit]}`),
  ];
  const rows = buckets.startsMs.map((_startMs, index) => {
    const { fromMs, toMs } = bucketWindow(buckets, index);
    const values = model.series.map(
      ({ values: drawn, exact }) => exact?.[index] ?? drawn[index]?.toString() ?? "",
    );
    return [isoTime(fromMs), isoTime(toMs), isUnfinished(buckets, index) ? "no" : "yes", ...values];
  });
  return [head, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

const isoTime = (atMs: number) => new Date(atMs).toISOString();

/** A text that a spreadsheet would run as a formula begins with an apostrophe. */
function quoted(field: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
