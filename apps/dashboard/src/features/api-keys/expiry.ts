export const expiryChoices = [
  { value: "never", label: "Never" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "date", label: "On a date…" },
] as const;

export type ExpiryChoice = (typeof expiryChoices)[number]["value"];

const dayMs = 24 * 3_600 * 1_000;

/**
 * The instant as ISO text; null for never. A date (YYYY-MM-DD) ends with its day in the reader's zone;
 * undefined when it is no date or lies in the past.
 */
export function expiryOf(choice: ExpiryChoice, date: string, nowMs: number): string | null | undefined {
  if (choice === "never") return null;
  if (choice !== "date") return new Date(nowMs + Number(choice) * dayMs).toISOString();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  // An impossible date compares false.
  const end = new Date(`${date}T23:59:59.999`);
  return end.getTime() > nowMs ? end.toISOString() : undefined;
}

export function isExpiryChoice(value: string): value is ExpiryChoice {
  return expiryChoices.some((choice) => choice.value === value);
}
