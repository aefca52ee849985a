import { PlumblineError } from "@plumbline/contracts/errors";
import { decimalToPico, picoToDecimal, tryDecimalToPico } from "@plumbline/pricing/money";
import type { ServiceContext } from "../context.ts";
import type { Target, TargetBounds, TargetMetric } from "./metrics.ts";
import { writeTarget } from "./write-target.ts";

const largest = 1_000_000_000n;
const rates: ReadonlySet<TargetMetric> = new Set(["error_rate", "cache_hit_rate"]);

/** Idempotent. Throws `invalid_request` unless one bound at least is given, and lower ≤ upper. */
export async function setTarget(
  ctx: ServiceContext,
  input: { projectId: string; metric: TargetMetric } & TargetBounds,
): Promise<Target> {
  const { projectId, metric } = input;
  const bounds = { lower: readBound(input, "lower"), upper: readBound(input, "upper") };
  if (bounds.lower === null && bounds.upper === null) throw wrong("Give a lower or an upper bound.", "upper");
  if (bounds.lower !== null && bounds.upper !== null) {
    if (decimalToPico(bounds.lower) > decimalToPico(bounds.upper)) {
      throw wrong("The lower bound has to be at most the upper one.", "lower");
    }
  }
  return writeTarget(ctx, { projectId, metric, bounds, action: "target.set" });
}

function readBound(input: { metric: TargetMetric } & TargetBounds, side: "lower" | "upper"): string | null {
  const text = input[side];
  if (text === null) return null;
  const pico = tryDecimalToPico(text);
  const limit = rates.has(input.metric) ? 1n : largest;
  if (pico === null || pico < 0n || pico > limit * 1_000_000_000_000n) {
    throw wrong(
      rates.has(input.metric) ? "A rate is a number from 0 to 1." : "A target is a number from 0 up.",
      side,
    );
  }
  return picoToDecimal(pico);
}

function wrong(message: string, field: string): PlumblineError {
  return new PlumblineError("invalid_request", { message, details: { field } });
}
