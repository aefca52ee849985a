import { Dice } from "../script/dice.ts";

/** What befalls the upstreams, one at a time. */
export type Trouble =
  /** The hosted provider answers every call with this fault of the simulator's catalogue. */
  | { kind: "provider"; fault: "503" | "429-after-1" | "cut-after-5" }
  /** The slow engine is dead: its port is open, and every answer an error. */
  | { kind: "slow-engine-dead" }
  /** Both engines are dead: what was theirs goes to the fallback pool. */
  | { kind: "own-pool-dead" };

export interface Spell {
  /** After the spell before it. */
  fairMs: number;
  lastsMs: number;
  trouble: Trouble;
}

const troubles: readonly [Trouble, ...Trouble[]] = [
  { kind: "provider", fault: "503" },
  { kind: "slow-engine-dead" },
  { kind: "provider", fault: "429-after-1" },
  { kind: "own-pool-dead" },
  { kind: "provider", fault: "cut-after-5" },
];

/** Spells of bad weather without end, always the same for a seed; fair for the first half minute. */
export function* forecast(seed: number): Generator<Spell, never> {
  const dice = new Dice(seed ^ 0x5eed);
  for (let isFirst = true; ; isFirst = false) {
    const trouble = dice.pick(troubles);
    const isLong = trouble.kind === "slow-engine-dead";
    yield {
      fairMs: dice.between(20_000, 60_000) + (isFirst ? 10_000 : 0),
      lastsMs: isLong ? dice.between(20_000, 35_000) : dice.between(5_000, 12_000),
      trouble,
    };
  }
}
