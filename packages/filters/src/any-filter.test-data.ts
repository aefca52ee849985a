import fc from "fast-check";
import type { Comparison, Filter } from "./filter.ts";
import { allFields, type NamedField } from "./find-field.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom(
    "gpt-4o",
    "or",
    "NOT",
    "a:b",
    "1..2",
    "-x",
    ">2",
    "*",
    "has",
    "a b",
    "\\",
    '"',
    "C:\\new",
    "\n",
    "latency>2s",
    "(x)",
  ),
);
const filled = text.filter((value) => value !== "");
const decimal = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 999n }))
  .map(([whole, fraction]) => `${whole}.${fraction.toString().padStart(3, "0")}`.replace(/\.?0+$/, ""))
  .map((value) => (value === "" ? "0" : value));
const whole = fc.bigInt({ min: 0n, max: 10n ** 12n }).map(String);

function comparisonOf(field: NamedField): fc.Arbitrary<Comparison> {
  const base = { type: "compare" as const, field: field.name };
  const make = (operator: Comparison["operator"], values: fc.Arbitrary<string[]>): fc.Arbitrary<Comparison> =>
    values.map((some) => ({ ...base, operator, values: some }));
  const some = (value: fc.Arbitrary<string>) => fc.array(value, { minLength: 1, maxLength: 3 });
  const sizes = (value: fc.Arbitrary<string>) => [
    ...(["gt", "gte", "lt", "lte"] as const).map((operator) =>
      make(
        operator,
        value.map((only) => [only]),
      ),
    ),
    make(
      "between",
      fc.tuple(value, value).map((ends) => ends.toSorted((a, b) => Number(a) - Number(b))),
    ),
  ];
  const exists = make("exists", fc.constant([]));
  const patterns = [make("is", some(text)), make("contains", some(filled)), make("starts", some(filled))];
  switch (field.type) {
    case "text":
    case "set":
      return fc.oneof(exists, ...patterns);
    case "choice":
      return fc.oneof(exists, make("is", some(fc.constantFrom(...(field.choices ?? [])))));
    case "flag":
      return make("is", some(fc.constantFrom("true", "false")));
    case "map":
      return fc
        .tuple(text, fc.oneof(exists, ...patterns, ...sizes(decimal)))
        .map(([key, { operator, values }]) => ({ ...base, key, operator, values }));
    default: {
      const value = field.type === "count" ? whole : decimal;
      return fc.oneof(exists, make("is", some(value)), ...sizes(value));
    }
  }
}

/** Any filter that means something, not normalised. */
export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    {
      weight: 4,
      arbitrary: fc.oneof(...allFields.map(comparisonOf)),
    },
    {
      weight: 1,
      arbitrary: fc.record<Filter & { type: "text" }>({
        type: fc.constant("text"),
        words: filled.filter((words) => words.trim() !== ""),
        phrase: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: tie("filter").map((operand): Filter => ({ type: "not", operand })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(tie("filter"), { maxLength: 4 }))
        .map(([type, operands]): Filter => ({ type, operands })),
    },
  ),
})).filter;
