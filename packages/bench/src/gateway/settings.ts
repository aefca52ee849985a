import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { readNumber } from "../read-number.ts";

const partNames = [
  "rates",
  "latency",
  "prompts",
  "streams",
  "closing",
  "aborts",
  "affinity",
  "memory",
] as const;
export type PartName = (typeof partNames)[number];

export interface Settings {
  parts: ReadonlySet<PartName>;
  rounds: number;
  /** Of one measurement. */
  seconds: number;
  streams: number;
  closes: number;
  aborts: number;
  affinityRequests: number;
  soakMinutes: number;
  soakPerSecond: number;
  slowReaders: number;
  workers: number;
  /** A directory in whose node_modules @portkey-ai/gateway lies; looked for here when left out. */
  portkey: string | undefined;
}

export const usage = `npm run bench:gateway -- [options]
  --only a,b            parts: ${partNames.join(", ")}
  --rounds N            interleaved rounds, of which the median counts   (5)
  --seconds N           of one measurement                               (8)
  --streams N           at once                                          (256)
  --closes N            calls that are left, per phase                   (200)
  --aborts N            calls that are left at random                    (1000)
  --affinity-requests N per strategy and round                           (400)
  --soak-minutes N      of each of the two soaks                         (10)
  --soak-rate N         calls a second during the soaks                  (300)
  --slow-readers N      in the second soak                               (200)
  --workers N           processes that take calls, of every hop          (cores)
  --portkey DIR         where @portkey-ai/gateway is installed`;

function count(name: string, text: string | undefined, fallback: number): number {
  return readNumber("a number above 0", name, text, fallback);
}

function readParts(text: string | undefined): ReadonlySet<PartName> {
  if (text === undefined) return new Set(partNames);
  const found = text.split(",").map((name) => {
    const part = partNames.find((known) => known === name.trim());
    if (part === undefined) throw new Error(`--only knows ${partNames.join(", ")}; not ${name}.`);
    return part;
  });
  return new Set(found);
}

/** Null when help was asked for. Throws one line for a wrong option. */
export function readSettings(args: readonly string[]): Settings | null {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean" },
      only: option,
      rounds: option,
      seconds: option,
      streams: option,
      closes: option,
      aborts: option,
      "affinity-requests": option,
      "soak-minutes": option,
      "soak-rate": option,
      "slow-readers": option,
      workers: option,
      portkey: option,
    },
  });
  if (values.help) return null;
  return {
    parts: readParts(values.only),
    rounds: count("rounds", values.rounds, 5),
    seconds: count("seconds", values.seconds, 8),
    streams: count("streams", values.streams, 256),
    closes: count("closes", values.closes, 200),
    aborts: count("aborts", values.aborts, 1_000),
    affinityRequests: count("affinity-requests", values["affinity-requests"], 400),
    soakMinutes: count("soak-minutes", values["soak-minutes"], 10),
    soakPerSecond: count("soak-rate", values["soak-rate"], 300),
    slowReaders: count("slow-readers", values["slow-readers"], 200),
    workers: count("workers", values.workers, availableParallelism()),
    portkey: values.portkey,
  };
}
