import { parseArgs } from "node:util";
import { readNumber } from "../read-number.ts";

export interface WebSettings {
  rounds: number;
  throttle: number;
  days: number;
  tracesPerDay: number;
  longSpans: number;
  seed: number;
  /** Prints what was the largest paint, what shifted and which interactions were slow. */
  explain: boolean;
  /** Of the title of a table; every part when empty. */
  only: string;
}

export const usage = `npm run bench:web -- [options]
  --rounds N      visits of each page                (5)
  --throttle N    how many times slower the CPU is   (4)
  --days N        days of traces                     (7)
  --traces N      traces a day                       (60)
  --long-spans N  spans of the long trace            (10000)
  --seed N        of the generator                   (1)
  --only TEXT     parts with this in their title     (all)
  --explain       what was painted, shifted and slow`;

function positive(name: string, text: string | undefined, fallback: number): number {
  return readNumber("a number of at least 1", name, text, fallback);
}

/** Null when help was asked for. Throws one line for a wrong option. */
export function readSettings(args: readonly string[]): WebSettings | null {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean" },
      explain: { type: "boolean" },
      only: option,
      rounds: option,
      throttle: option,
      days: option,
      traces: option,
      "long-spans": option,
      seed: option,
    },
  });
  if (values.help) return null;
  return {
    rounds: positive("rounds", values.rounds, 5),
    throttle: positive("throttle", values.throttle, 4),
    days: positive("days", values.days, 7),
    tracesPerDay: positive("traces", values.traces, 60),
    longSpans: positive("long-spans", values["long-spans"], 10_000),
    seed: positive("seed", values.seed, 1),
    explain: values.explain ?? false,
    only: values.only ?? "",
  };
}
