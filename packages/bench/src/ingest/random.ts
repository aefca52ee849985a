/** mulberry32: 32 bits of state, the same numbers for the same seed on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const syllables = "ka lo mi ren tas vo del pri sun tor wel nix bra cho fen gul hap jor lim mor".split(" ");

/** Pseudo-words up to about `bytes` ASCII characters: compressible like prose, never the same twice. */
export function seededText(random: () => number, bytes: number): string {
  const parts: string[] = [];
  for (let length = 0; length < bytes; ) {
    const count = 1 + Math.floor(random() * 3);
    let word = "";
    for (let part = 0; part < count; part += 1)
      word += syllables[Math.floor(random() * syllables.length)] ?? "";
    parts.push(word);
    length += word.length + 1;
  }
  return parts.join(" ").slice(0, bytes);
}
