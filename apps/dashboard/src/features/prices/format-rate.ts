import { exactMoney } from "../../format/money.ts";

/** A price per million tokens with every digit that it has, and at least cents, so that rows compare. */
export function formatRate(amount: string): string {
  const [whole = "", fraction = ""] = exactMoney(amount).split(".");
  return fraction.length < 2 && whole.includes("$")
    ? `${whole}.${fraction.padEnd(2, "0")}`
    : exactMoney(amount);
}
