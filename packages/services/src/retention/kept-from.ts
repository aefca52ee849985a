const dayMs = 86_400_000;

/** Days end at midnight UTC. Traces that began before are to be deleted; null keeps them for ever. */
export function keptFromMs(retentionDays: number | null, nowMs: number): number | null {
  return retentionDays === null ? null : (Math.floor(nowMs / dayMs) - retentionDays) * dayMs;
}
