const words = (
  "the river keep warm light and moves under a small stone where old trees hold their shade over " +
  "quiet water that turns green when rain falls on far hills so every field can drink again until " +
  "night comes with wind from north then stars rise above roofs while doors close one by one we wait " +
  "for bread tea salt wood iron glass paper rope sail boat mark line plumb level round true"
).split(" ");

/** 32 well-mixed bits from three numbers. */
export function mix(first: number, second: number, third: number): number {
  let value = (first ^ Math.imul(second, 0x9e3779b1) ^ Math.imul(third, 0x85ebca6b)) >>> 0;
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
  return (value ^ (value >>> 16)) >>> 0;
}

/** The token at a place of an answer: a word of at most five letters behind a space. */
export function wordAt(seed: number, digest: number, place: number): string {
  const word = words[mix(seed, digest, place) % words.length] ?? "the";
  return place === 0 ? word : ` ${word}`;
}

export const namedWord = (seed: number, place: number): string => wordAt(seed, 0, place).trim();
