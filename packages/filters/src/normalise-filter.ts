import type { Comparison, Filter } from "./filter.ts";
import { isPlainText } from "./read-word.ts";

/**
 * The same filter in its one form: no AND within AND nor OR within OR, none of less than two operands, no
 * double NOT, no value twice, alternatives of one field in one comparison. null: everything.
 */
export function normaliseFilter(filter: Filter): Filter | null {
  switch (filter.type) {
    case "compare":
      return {
        ...filter,
        values: filter.operator === "between" ? filter.values : [...new Set(filter.values)],
      };
    case "text":
      // Signs that have a meaning of their own can be searched for in quotes only.
      return filter.phrase || isPlainText(filter.words) ? { ...filter } : { ...filter, phrase: true };
    case "not": {
      const operand = normaliseFilter(filter.operand);
      if (operand === null) return null;
      return operand.type === "not" ? operand.operand : { type: "not", operand };
    }
    case "and":
    case "or":
      return normaliseOperands(filter.type, filter.operands);
  }
}

function normaliseOperands(type: "and" | "or", given: readonly Filter[]): Filter | null {
  const operands: Filter[] = [];
  for (const each of given) {
    const operand = normaliseFilter(each);
    if (operand === null) continue;
    for (const part of operand.type === type ? operand.operands : [operand]) {
      const alternative = type === "or" ? operands.findIndex((other) => isAlternative(other, part)) : -1;
      const other = operands[alternative];
      if (other?.type === "compare" && part.type === "compare")
        operands[alternative] = { ...other, values: [...new Set([...other.values, ...part.values])] };
      else operands.push(part);
    }
  }
  const [only] = operands;
  return operands.length > 1 ? { type, operands } : (only ?? null);
}

const mergeable: readonly Comparison["operator"][] = ["is", "contains", "starts", "exists"];

function isAlternative(a: Filter, b: Filter): boolean {
  return (
    a.type === "compare" &&
    b.type === "compare" &&
    a.field === b.field &&
    a.key === b.key &&
    a.operator === b.operator &&
    mergeable.includes(a.operator)
  );
}
