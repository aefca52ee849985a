import { PlumblineError } from "@plumbline/contracts/errors";
import type { ScoreConfigItem } from "./types.ts";

type Shape = Pick<ScoreConfigItem, "dataType" | "minValue" | "maxValue" | "categories">;

const yesAndNo = [
  { label: "True", value: 1 },
  { label: "False", value: 0 },
];

/** What the categories of a new config are. Throws `invalid_request` when they do not fit its type. */
export function checkShape(shape: Shape): ScoreConfigItem["categories"] {
  const { dataType, minValue, maxValue, categories } = shape;
  if (dataType !== "numeric" && (minValue !== null || maxValue !== null)) {
    throw wrong("Only a numeric config has a smallest and a largest value.");
  }
  if (minValue !== null && maxValue !== null && minValue > maxValue) {
    throw wrong("The smallest value is above the largest.");
  }
  if (dataType === "boolean") {
    if (categories !== null && JSON.stringify(categories) !== JSON.stringify(yesAndNo)) {
      throw wrong("The categories of a boolean config are made by the server.");
    }
    return yesAndNo;
  }
  if (dataType !== "categorical") {
    if (categories !== null) throw wrong("Only a categorical config has categories.");
    return null;
  }
  if (categories === null || categories.length === 0) throw wrong("A categorical config needs categories.");
  const isDouble = (of: (category: { label: string; value: number }) => unknown) =>
    new Set(categories.map(of)).size < categories.length;
  if (isDouble(({ label }) => label) || isDouble(({ value }) => value)) {
    throw wrong("Labels and values of categories must not repeat.");
  }
  return categories;
}

function wrong(message: string): PlumblineError {
  return new PlumblineError("invalid_request", { message });
}
