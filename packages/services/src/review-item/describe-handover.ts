/** Why a call was handed over, in a sentence; `when` as the record of the call tells it. */
export function describeHandover(told: { pool: string; when: string; attempts: string }): string {
  const pool = told.pool === "" ? "its pool" : `the pool “${told.pool}”`;
  switch (told.when) {
    case "busy":
      return `All places of ${pool} were taken.`;
    case "slow":
      return `${pool.charAt(0).toUpperCase()}${pool.slice(1)} answered too slowly.`;
    case "exhausted":
      return `No replica of ${pool} or of its fallbacks answered${afterAttempts(told.attempts)}.`;
    default:
      return `${pool.charAt(0).toUpperCase()}${pool.slice(1)} handed it over.`;
  }
}

function afterAttempts(attempts: string): string {
  const count = Number(attempts);
  if (!Number.isInteger(count) || count < 1) return "";
  return count === 1 ? " after 1 attempt" : ` after ${count} attempts`;
}
