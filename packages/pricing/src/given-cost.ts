import { fitsCostColumn, picoToDecimal, tryDecimalToPico } from "./money.ts";

export interface GivenCost {
  total: bigint;
  input: bigint | undefined;
  output: bigint | undefined;
  details: Record<string, string>;
}

/** Among the amounts it says that a total of 0 is meant: the gateway knows that no upstream got the call. */
const knownNothing = "unsent";

/**
 * The client's own amounts, half-even to 12 decimals; without "total" the sum of the parts. Null when
 * there is nothing to believe: no decimal, negative, too large for the column, or a total of 0, which
 * clients send for "unknown", unless the gateway knows better.
 */
export function readGivenCost(given: Readonly<Record<string, string>> | undefined): GivenCost | null {
  if (given === undefined) return null;
  const details: Record<string, string> = Object.create(null);
  const amounts = new Map<string, bigint>();
  let sum = 0n;
  for (const [name, text] of Object.entries(given)) {
    const pico = tryDecimalToPico(text);
    if (pico === null || pico < 0n || !fitsCostColumn(pico)) continue;
    amounts.set(name, pico);
    details[name] = picoToDecimal(pico);
    if (name !== "total") sum += pico;
  }
  const total = amounts.get("total") ?? sum;
  if ((total === 0n && !amounts.has(knownNothing)) || !fitsCostColumn(total)) return null;
  details["total"] = picoToDecimal(total);
  return { total, input: amounts.get("input"), output: amounts.get("output"), details };
}
