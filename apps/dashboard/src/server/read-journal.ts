import { PlumblineError } from "@plumbline/contracts/errors";
import { getEnv } from "./env.ts";

/** What the API says of its journal; null for what it does not say. */
export interface JournalState {
  backlogEvents: number | null;
  backlogBytes: number | null;
  diskBytes: number | null;
  damagedRecords: number | null;
  /** Age of the oldest event that was acknowledged and cannot be read yet. */
  lagSeconds: number | null;
  /** Draining stands still because ClickHouse refuses too much. */
  alarm: boolean;
}

const timeoutMs = 3_000;

/** Asks the API for its metrics, as a monitoring system does. Throws `unavailable` when it does not answer. */
export async function readJournal(signal?: AbortSignal): Promise<JournalState> {
  const { PLUMBLINE_API_URL, PLUMBLINE_API_INTERNAL_URL } = getEnv();
  const address = (PLUMBLINE_API_INTERNAL_URL ?? PLUMBLINE_API_URL).replace(/\/+$/, "");
  const patience = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(`${address}/metrics`, {
      cache: "no-store",
      signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
    });
    if (!answer.ok) throw new Error(`The API answers its metrics with ${answer.status}.`);
    return parseJournal(await answer.text());
  } catch (cause) {
    throw new PlumblineError("unavailable", { message: "The API does not answer.", cause });
  }
}

export function parseJournal(metrics: string): JournalState {
  const read = (name: string): number | null => {
    const value = new RegExp(`^${name} (\\S+)$`, "m").exec(metrics)?.[1];
    const number = Number(value);
    return value === undefined || !Number.isFinite(number) ? null : number;
  };
  return {
    backlogEvents: read("plumbline_journal_backlog_rows"),
    backlogBytes: read("plumbline_journal_backlog_bytes"),
    diskBytes: read("plumbline_journal_disk_bytes"),
    damagedRecords: read("plumbline_journal_quarantined_records"),
    lagSeconds: read("plumbline_drain_lag_seconds"),
    alarm: read("plumbline_drain_alarm") === 1,
  };
}
