/** How long a deleted project can be brought back. Whatever erases data must wait at least this long. */
const restoreWindowDays = 7;

const dayMs = 24 * 3_600 * 1_000;

export function restorableSince(nowMs: number): Date {
  return new Date(nowMs - restoreWindowDays * dayMs);
}

export function restorableUntil(deletedAt: Date): Date {
  return new Date(deletedAt.getTime() + restoreWindowDays * dayMs);
}
