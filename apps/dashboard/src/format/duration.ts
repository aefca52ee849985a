import { unknown } from "./number.ts";

/** "850 ms", from a second "12.34 s", from a minute "2m 05s", from an hour "1h 02m". */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null || !Number.isFinite(durationMs)) return unknown;
  if (durationMs < 0) return `-${formatDuration(-durationMs)}`;
  if (durationMs < 1) return durationMs === 0 ? "0 ms" : `${Number(durationMs.toPrecision(2))} ms`;
  if (Math.round(durationMs) < 1000) return `${Math.round(durationMs)} ms`;
  if (Math.round(durationMs / 10) < 6000) return `${(durationMs / 1000).toFixed(2)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h ${pad(Math.floor((seconds % 3600) / 60))}m`;
}

/** The same for screen readers, in words. */
export function describeDuration(durationMs: number | null): string {
  if (durationMs === null) return "duration unknown";
  if (durationMs < 1000) return `${Math.round(durationMs)} milliseconds`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(2)} seconds`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} minutes ${seconds % 60} seconds`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
