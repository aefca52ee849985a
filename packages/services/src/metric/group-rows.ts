/** Rows by group, those with the most first. */
export function groupRows<Row extends { name: string }>(
  rows: readonly Row[],
  weigh: (row: Row) => number,
): Array<[name: string, rows: Row[]]> {
  const groups = new Map<string, { rows: Row[]; weight: number }>();
  for (const row of rows) {
    const group = groups.get(row.name) ?? { rows: [], weight: 0 };
    group.rows.push(row);
    group.weight += weigh(row);
    groups.set(row.name, group);
  }
  return [...groups]
    .sort(([left, one], [right, other]) => other.weight - one.weight || (left < right ? -1 : 1))
    .map(([name, group]) => [name, group.rows]);
}
