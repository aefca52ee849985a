import { decimalToPico, picoToDecimal } from "@plumbline/pricing/money";
import type { TargetBounds } from "./metrics.ts";

interface StoredBounds {
  lower: { toFixed: () => string } | null;
  upper: { toFixed: () => string } | null;
}

/** A stored row has a bound. No metric is below zero, so that one, alone, excludes nothing. */
const noBounds = { lower: "0", upper: null };

export function toStored(bounds: TargetBounds): TargetBounds {
  return bounds.lower === null && bounds.upper === null ? noBounds : bounds;
}

export function toBounds({ lower, upper }: StoredBounds): TargetBounds {
  const plain = (bound: StoredBounds["lower"]) =>
    bound === null ? null : picoToDecimal(decimalToPico(bound.toFixed()));
  const bounds = { lower: plain(lower), upper: plain(upper) };
  const excludesNothing = bounds.lower === noBounds.lower && bounds.upper === noBounds.upper;
  return excludesNothing ? { lower: null, upper: null } : bounds;
}
