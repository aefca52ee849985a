/**
 * The selection after a row was toggled. With an anchor every row from it to the toggled one becomes what
 * the toggled one becomes; an anchor that is no longer listed counts as none.
 */
export function selectBetween(
  before: ReadonlySet<string>,
  order: readonly string[],
  toggled: string,
  anchor: string | null,
): ReadonlySet<string> {
  const after = new Set(before);
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = order.indexOf(toggled);
  const range = from < 0 || to < 0 ? [toggled] : order.slice(Math.min(from, to), Math.max(from, to) + 1);
  const selects = !before.has(toggled);
  for (const id of range) {
    if (selects) after.add(id);
    else after.delete(id);
  }
  return after;
}
