import { ClickHouseError } from "@plumbline/clickhouse/client";
import { PlumblineError } from "@plumbline/contracts/errors";

/** ISO-8601 with milliseconds, from microseconds. */
export function isoTime(us: number): string {
  return new Date(Math.floor(us / 1_000)).toISOString();
}

/** The store writes unknown as an empty string. */
export function textOrNull(text: string): string | null {
  return text === "" ? null : text;
}

/** A store that cannot be reached, or gives up, is "unavailable" to whoever reads. */
export async function reading<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (error instanceof ClickHouseError) throw new PlumblineError("unavailable", { cause: error });
    throw error;
  }
}
