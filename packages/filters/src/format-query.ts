import { fields } from "./fields.ts";
import type { Comparison, Filter } from "./filter.ts";
import { formatMeasure, isMeasureType } from "./measure.ts";
import { normaliseFilter } from "./normalise-filter.ts";
import { quote, writeField, writeValue } from "./quote.ts";

/** The text that `parseQuery` reads as just this filter, normalised. */
export function formatQuery(filter: Filter | null): string {
  const normal = filter && normaliseFilter(filter);
  return normal ? write(normal) : "";
}

function write(filter: Filter): string {
  switch (filter.type) {
    case "and":
      return filter.operands
        .map((operand, index) => `${joint(filter.operands[index - 1], operand)}${writeInner(operand)}`)
        .join("");
    case "or":
      // No parentheses around AND, so that the text nests no deeper than the one it came from.
      return filter.operands.map(write).join(" OR ");
    case "not":
      return writeNot(filter.operand);
    case "text":
      return filter.phrase ? quote(filter.words) : filter.words;
    case "compare":
      return writeComparison(filter);
  }
}

/** As an operand of AND or NOT. */
function writeInner(filter: Filter): string {
  return filter.type === "and" || filter.type === "or" ? `(${write(filter)})` : write(filter);
}

function writeNot(operand: Filter): string {
  if (operand.type === "compare") return `-${writeComparison(operand)}`;
  if (operand.type !== "text") return `NOT ${writeInner(operand)}`;
  if (operand.phrase) return `-${quote(operand.words)}`;
  if (operand.words.includes(" ")) return `NOT (${operand.words})`;
  return operand.words.startsWith("-") ? `NOT ${operand.words}` : `-${operand.words}`;
}

/** Words side by side would be one search, and "or" beside a field is taken for a slip. */
function joint(left: Filter | undefined, right: Filter): string {
  if (!left) return "";
  return (isWords(left) && isWords(right)) || soundsLikeKeyword(left) || soundsLikeKeyword(right)
    ? " AND "
    : " ";
}

function isWords(filter: Filter): boolean {
  return filter.type === "text" && !filter.phrase;
}

function soundsLikeKeyword(filter: Filter): boolean {
  const inner = filter.type === "not" ? filter.operand : filter;
  return inner.type === "text" && !inner.phrase && /(?:^| )(?:and|or|not)(?: |$)/i.test(inner.words);
}

function writeComparison({ field, key, operator, values }: Comparison): string {
  const name = writeField(field, key);
  if (operator === "exists") return /["]/.test(name) ? `${name}:*` : `has:${name}`;
  const typed = values.map((value) => writeOperand(operator, writePlain(field, key, operator, value)));
  if (operator === "between") return `${name}:${typed.join("..")}`;
  const [first = '""'] = typed;
  return typed.length > 1 ? `${name}:(${typed.join(" OR ")})` : `${name}:${first}`;
}

function writeOperand(operator: Comparison["operator"], value: string): string {
  switch (operator) {
    case "contains":
      return `*${value}*`;
    case "starts":
      return `${value}*`;
    case "gt":
      return `>${value}`;
    case "gte":
      return `>=${value}`;
    case "lt":
      return `<${value}`;
    case "lte":
      return `<=${value}`;
    default:
      return value;
  }
}

function writePlain(
  field: Comparison["field"],
  key: string | undefined,
  operator: Comparison["operator"],
  value: string,
): string {
  const { type } = fields[field];
  if (isMeasureType(type)) return formatMeasure(type, value);
  const isNumber = key !== undefined && operator !== "is" && operator !== "contains" && operator !== "starts";
  return isNumber ? value : writeValue(value);
}
