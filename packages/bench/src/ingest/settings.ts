import { parseArgs } from "node:util";

export interface Settings {
  spansPerSecond: number;
  seconds: number;
  latencySeconds: number;
  classicSeconds: number;
  probes: number;
  inFlight: number;
  seed: number;
  /** At most so many rows go through the yardstick. */
  yardstickRows: number;
}

export const usage = `npm run bench:ingest -- [options]
  --rate N            spans a second in the throughput run   (5500)
  --seconds N         length of the throughput run           (60)
  --latency-seconds N length of the open-loop run            (30)
  --classic-seconds N length of the classic protocol's run   (15)
  --probes N          probes of ack to visible               (100)
  --in-flight N       requests in flight at most             (16)
  --yardstick-rows N  rows inserted straight, at most        (200000)
  --seed N            of the generator                       (1)
A length of 0 leaves that part out.`;

function positive(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} wants a number of at least 0.`);
  return value;
}

/** Null when help was asked for. Throws one line for a wrong option. */
export function readSettings(args: readonly string[]): Settings | null {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean" },
      rate: option,
      seconds: option,
      "latency-seconds": option,
      "classic-seconds": option,
      probes: option,
      "in-flight": option,
      "yardstick-rows": option,
      seed: option,
    },
  });
  if (values.help) return null;
  return {
    spansPerSecond: positive("rate", values.rate, 5500),
    seconds: positive("seconds", values.seconds, 60),
    latencySeconds: positive("latency-seconds", values["latency-seconds"], 30),
    classicSeconds: positive("classic-seconds", values["classic-seconds"], 15),
    probes: positive("probes", values.probes, 100),
    inFlight: Math.max(1, positive("in-flight", values["in-flight"], 16)),
    yardstickRows: positive("yardstick-rows", values["yardstick-rows"], 200_000),
    seed: positive("seed", values.seed, 1),
  };
}
