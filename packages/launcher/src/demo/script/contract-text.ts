import type { Dice } from "./dice.ts";

const subjects = ["The supplier", "The buyer", "Either party", "The carrier named by the buyer"] as const;
const duties = [
  "shall keep records of every delivery for ten years and hand them over when asked",
  "may pass on the price of aluminium, at most once in a calendar year",
  "shall give notice in writing and name the reason for it",
  "bears the risk until the goods are unloaded at the place of delivery",
  "shall insure the goods against fire, theft and water at their replacement value",
  "may refuse goods whose packing is damaged, without having to open it first",
] as const;
const limits = [
  "within 30 days",
  "with 60 days' notice",
  "until the end of the quarter",
  "as far as the law of the place of delivery allows",
  "unless annex B says otherwise",
] as const;
/** Some 25,000 tokens. */
const clauses = 600;

export function contractText(dice: Dice): string {
  const number = dice.between(100, 999);
  const text = [`FRAMEWORK AGREEMENT ${number} ON THE SUPPLY OF BICYCLE FRAMES`];
  for (let clause = 1; clause <= clauses; clause += 1) {
    const sentences = [0, 1].map(() => `${dice.pick(subjects)} ${dice.pick(duties)} ${dice.pick(limits)}.`);
    text.push(`${clause}. ${sentences.join(" ")}`);
  }
  return text.join("\n");
}
