import { parseArgs } from "node:util";
import { readNumber } from "../read-number.ts";

export interface Settings {
  spansPerSecond: number;
  seconds: number;
  latencySeconds: number;
  jsonSeconds: number;
  classicSeconds: number;
  soakSeconds: number;
  /** Null: 70 % of what the throughput run reached. */
  soakSpansPerSecond: number | null;
  /** Whether to merge everything at the end and print what a span takes of the disk. */
  disk: boolean;
  idleMinutes: number;
  /** Of model calls with messages, and again without. */
  bareSeconds: number;
  /** Where profiles of the throughput run go; null without. */
  profileDirectory: string | null;
  probes: number;
  inFlight: number;
  seed: number;
  /** At most so many rows go through the yardstick. */
  yardstickRows: number;
}

export const usage = `npm run bench:ingest -- [options]
  --rate N            spans a second in the throughput run   (8400)
  --seconds N         length of the throughput run           (60)
  --latency-seconds N length of the open-loop run            (30)
  --bare-seconds N    model calls with messages and without  (10)
  --profile DIR       profile of the API, while it is sent to
  --json-seconds N    length of the run of OTLP in JSON      (20)
  --classic-seconds N length of the classic protocol's run   (15)
  --soak-seconds N    length of the soak                     (600)
  --soak-rate N       spans a second of the soak             (70 % of what was reached)
  --disk              merge at the end, print bytes per span
  --idle-minutes N    print how the idle product grows       (0)
  --probes N          probes of ack to visible               (100)
  --in-flight N       requests in flight at most             (16)
  --yardstick-rows N  rows inserted straight, at most        (200000)
  --seed N            of the generator                       (1)
A length of 0 leaves that part out.`;

function positive(name: string, text: string | undefined, fallback: number): number {
  return readNumber("a number of at least 0", name, text, fallback);
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
      "bare-seconds": option,
      profile: option,
      "json-seconds": option,
      "classic-seconds": option,
      "soak-seconds": option,
      "soak-rate": option,
      disk: { type: "boolean" },
      "idle-minutes": option,
      probes: option,
      "in-flight": option,
      "yardstick-rows": option,
      seed: option,
    },
  });
  if (values.help) return null;
  return {
    spansPerSecond: positive("rate", values.rate, 8400),
    seconds: positive("seconds", values.seconds, 60),
    latencySeconds: positive("latency-seconds", values["latency-seconds"], 30),
    bareSeconds: positive("bare-seconds", values["bare-seconds"], 10),
    profileDirectory: values.profile ?? null,
    jsonSeconds: positive("json-seconds", values["json-seconds"], 20),
    classicSeconds: positive("classic-seconds", values["classic-seconds"], 15),
    soakSeconds: positive("soak-seconds", values["soak-seconds"], 600),
    soakSpansPerSecond:
      values["soak-rate"] === undefined ? null : positive("soak-rate", values["soak-rate"], 0),
    disk: values.disk === true,
    idleMinutes: positive("idle-minutes", values["idle-minutes"], 0),
    probes: positive("probes", values.probes, 100),
    inFlight: Math.max(1, positive("in-flight", values["in-flight"], 16)),
    yardstickRows: positive("yardstick-rows", values["yardstick-rows"], 200_000),
    seed: positive("seed", values.seed, 1),
  };
}
