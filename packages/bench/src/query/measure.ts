import { percentile } from "../ingest/percentile.ts";

/** One thing that a reader of the product does, through the verbs that its pages call. */
export interface Case {
  name: string;
  targetMs?: number;
  /** Returns what is worth telling about the answer: rows, matches. */
  run(): Promise<string>;
}

interface Measured {
  name: string;
  targetMs: number | undefined;
  p50: number;
  p95: number;
  answer: string;
  /** The fixed raw query, run between the repetitions of this case. */
  rawP50: number;
  rawP95: number;
}

/** Each repetition is followed by the raw query, so that both saw the same machine. */
export async function measure(
  { name, targetMs, run }: Case,
  repetitions: number,
  raw: () => Promise<void>,
): Promise<Measured> {
  const tookMs: number[] = [];
  const rawMs: number[] = [];
  let answer = await run();
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const startedAt = performance.now();
    answer = await run();
    const between = performance.now();
    await raw();
    tookMs.push(between - startedAt);
    rawMs.push(performance.now() - between);
  }
  return {
    name,
    targetMs,
    p50: percentile(tookMs, 50),
    p95: percentile(tookMs, 95),
    answer,
    rawP50: percentile(rawMs, 50),
    rawP95: percentile(rawMs, 95),
  };
}

const ms = (value: number) => value.toFixed(0).padStart(6);

export function printHead(nameWidth: number): void {
  console.log(`  ${"".padEnd(nameWidth)}  p50 ms  p95 ms  target         raw p50 / p95   answer`);
}

export function printMeasured(row: Measured, nameWidth: number): void {
  const target = row.targetMs === undefined ? "" : `≤ ${row.targetMs}`;
  const verdict = row.targetMs === undefined ? "" : row.p95 <= row.targetMs ? "met" : "MISSED";
  console.log(
    `  ${row.name.padEnd(nameWidth)}  ${ms(row.p50)}  ${ms(row.p95)}  ${target.padEnd(7)} ${verdict.padEnd(6)}` +
      `${ms(row.rawP50)} /${ms(row.rawP95)}   ${row.answer}`,
  );
}
