/** Times outside this window are mistakes (a zero clock, a wrong unit), not data. Microseconds. */
const earliestTimeUs = Date.UTC(2000, 0, 1) * 1000;
const latestTimeUs = Date.UTC(2100, 0, 1) * 1000;

export function isPlausibleTimeUs(timeUs: number): boolean {
  return timeUs >= earliestTimeUs && timeUs < latestTimeUs;
}

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isoPattern =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?(?:Z|([+-])(\d\d):?(\d\d))$/;

/** Microseconds since the epoch, digits beyond them cut off; NaN unless the text is ISO 8601 with a zone. */
export function parseIsoUs(text: string): number {
  const match = isoPattern.exec(text);
  if (!match) return Number.NaN;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = Number(match[6]);
  const leapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const lastDay = (daysInMonth[month - 1] ?? 0) + leapDay;
  if (day < 1 || day > lastDay || hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const fractionUs = match[7] === undefined ? 0 : Number(match[7].padEnd(6, "0").slice(0, 6));
  const offsetMinutes = match[8] === undefined ? 0 : Number(match[9]) * 60 + Number(match[10]);
  const offsetMs = (match[8] === "-" ? -offsetMinutes : offsetMinutes) * 60_000;
  return (Date.UTC(year, month - 1, day, hour, minute, second) - offsetMs) * 1000 + fractionUs;
}
