/** Okabe and Ito's order, as tokens of globals.css: told apart with any kind of colour vision. */
export const seriesColors = [
  "--series-1",
  "--series-2",
  "--series-3",
  "--series-4",
  "--series-5",
  "--series-6",
  "--series-7",
  "--series-8",
] as const;
export type SeriesColor = (typeof seriesColors)[number] | "--text-faint" | "--error" | "--accent";

export const dashes: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [2, 2.5],
  [9, 3, 2, 3],
  [12, 4],
  [4, 2, 4, 6],
  [1, 4],
  [14, 3, 2, 3, 2, 3],
];

/**
 * A name has the same colour in every chart and on every day, unless a larger one in its chart has it
 * already: then the next free one.
 */
export function colorsOf(largestFirst: readonly string[]): (typeof seriesColors)[number][] {
  const taken = new Set<number>();
  return largestFirst.map((name) => {
    let place = hashOf(name) % seriesColors.length;
    while (taken.has(place) && taken.size < seriesColors.length) place = (place + 1) % seriesColors.length;
    taken.add(place);
    return seriesColors[place] ?? "--series-8";
  });
}

function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  // The low bits of this hash alone are alike for like names.
  return (hash ^ (hash >>> 15)) >>> 0;
}
