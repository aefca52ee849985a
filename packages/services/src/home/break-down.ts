/** A chart tells no more of them apart. */
const shownEntities = 8;

interface Part {
  bucketS: number;
  name: string;
  /** Null is not known, which is not zero. */
  value: bigint | null;
}

interface Entity {
  name: string;
  values: (bigint | null)[];
  total: bigint | null;
}

/** Turns parts into one series for each name, the largest first; those without any value stand last. */
export function breakDown(
  edges: readonly number[],
  parts: readonly Part[],
): { series: Entity[]; entities: number } {
  const positions = new Map(edges.map((edge, index) => [edge, index]));
  const entities = new Map<string, Entity>();
  for (const { bucketS, name, value } of parts) {
    const position = positions.get(bucketS);
    if (position === undefined) continue;
    const entity = entities.get(name) ?? { name, values: edges.map(() => null), total: null };
    entities.set(name, entity);
    if (value === null) continue;
    entity.values[position] = (entity.values[position] ?? 0n) + value;
    entity.total = (entity.total ?? 0n) + value;
  }
  const largestFirst = [...entities.values()].sort(
    (left, right) => compareTotals(right.total, left.total) || (left.name < right.name ? -1 : 1),
  );
  return { series: largestFirst.slice(0, shownEntities), entities: largestFirst.length };
}

function compareTotals(left: bigint | null, right: bigint | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return left === right ? 0 : left < right ? -1 : 1;
}
