import { parseArgs } from "node:util";
import { readNumber } from "../read-number.ts";

export interface Settings {
  spans: number;
  repetitions: number;
  /** Coming in beside. */
  spansPerSecond: number;
  /** Part of the names of the cases to run. */
  only: string;
}

export const usage = `npm run bench:query -- [options]
  --repetitions N  of each case                        (25)
  --rate N         spans a second coming in beside     (200)
  --spans N        in the generated data               (10000000)
  --only TEXT      cases whose name contains the text
The generated data is kept in PLUMBLINE_BENCH_DIR, by default .plumbline-bench.`;

/** Null when help was asked for. Throws one line for a wrong option. */
export function readSettings(args: readonly string[]): Settings | null {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { help: { type: "boolean" }, repetitions: option, rate: option, spans: option, only: option },
  });
  if (values.help) return null;
  return {
    spans: natural("spans", values.spans, 10_000_000),
    repetitions: natural("repetitions", values.repetitions, 25),
    spansPerSecond: natural("rate", values.rate, 200),
    only: values.only ?? "",
  };
}

function natural(name: string, text: string | undefined, fallback: number): number {
  return readNumber("a whole number of at least 1", name, text, fallback);
}
