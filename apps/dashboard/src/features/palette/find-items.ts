interface Item {
  label: string;
  hint?: string;
  words?: string;
}

interface Group<Of extends Item> {
  label: string;
  items: readonly Of[];
}

const shownPerGroup = 8;

/**
 * The items that contain every typed word: those whose label begins with it before the others, and the
 * group of the best one first. With nothing typed all, in their order; of each group only the first few.
 */
export function findItems<Of extends Item>(
  groups: readonly Group<Of>[],
  typed: string,
): { label: string; items: Of[] }[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ label, items }) => {
      const found = items
        .map((item) => ({ item, rank: rankOf(item, words) }))
        .filter(({ rank }) => rank !== null)
        .toSorted((left, right) => (left.rank ?? 0) - (right.rank ?? 0));
      return {
        label,
        best: found[0]?.rank ?? Number.POSITIVE_INFINITY,
        items: found.slice(0, shownPerGroup).map(({ item }) => item),
      };
    })
    .filter(({ items }) => items.length > 0)
    .toSorted((left, right) => left.best - right.best)
    .map(({ label, items }) => ({ label, items }));
}

/** 0 is the best; null does not match. */
function rankOf({ label, hint, words: others }: Item, words: readonly string[]): number | null {
  const name = label.toLowerCase();
  const all = `${name} ${hint?.toLowerCase() ?? ""} ${others?.toLowerCase() ?? ""}`;
  if (!words.every((word) => all.includes(word))) return null;
  const [first] = words;
  if (first === undefined || name.startsWith(first)) return 0;
  if (name.split(/[\s/.-]+/).some((part) => part.startsWith(first))) return 1;
  return name.includes(first) ? 2 : 3;
}
