import { expect, it } from "vitest";
import { formatRate } from "./format-rate.ts";

it.each([
  ["3", "$3.00"],
  ["2.5", "$2.50"],
  ["0.075", "$0.075"],
  ["0", "$0.00"],
  ["12.123456789", "$12.123456789"],
  ["not a price", "—"],
])("%s is shown as %s", (amount, shown) => {
  expect(formatRate(amount)).toBe(shown);
});
