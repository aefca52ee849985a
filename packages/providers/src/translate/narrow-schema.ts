import { isObject } from "../read-usage.ts";
import { refuse } from "./refuse.ts";

export interface SchemaRules {
  upstream: string;
  /** Keywords that the upstream takes. */
  keeps: ReadonlySet<string>;
  /** The upstream wants every object closed: `additionalProperties: false`. */
  closesObjects: boolean;
  /** A value that the upstream takes only sometimes; true to keep it. */
  allows?: (keyword: string, value: unknown) => boolean;
}

/** Say nothing about which values are valid. */
const silent: ReadonlySet<string> = new Set(["$schema", "$comment", "deprecated", "readOnly", "writeOnly"]);

/** Combine schemas in ways that no sentence to the model can replace. */
const structural: ReadonlySet<string> = new Set([
  "not",
  "if",
  "then",
  "else",
  "patternProperties",
  "dependentSchemas",
  "unevaluatedProperties",
  "unevaluatedItems",
]);

/**
 * A JSON schema in the keywords that an upstream takes. Constraints that it refuses (`pattern`, lengths …)
 * are told to the model in the description instead; what changes the shape of values is refused.
 */
export function narrowSchema(
  schema: Record<string, unknown>,
  rules: SchemaRules,
  at: string,
): Record<string, unknown> {
  const narrowed: Record<string, unknown> = {};
  const told: string[] = [];
  for (const [keyword, value] of Object.entries(unfold(schema))) {
    if (silent.has(keyword)) continue;
    if (structural.has(keyword)) refuse(`${at}.${keyword}`, `cannot be said to ${rules.upstream}.`);
    if (!rules.keeps.has(keyword) || rules.allows?.(keyword, value) === false) {
      if (isObject(value) || keyword === "allOf")
        refuse(`${at}.${keyword}`, `cannot be said to ${rules.upstream}.`);
      told.push(`${keyword}: ${JSON.stringify(value)}`);
    } else {
      narrowed[keyword] = narrowValue(keyword, value, rules, `${at}.${keyword}`);
    }
  }
  if (rules.closesObjects && (schema.type === "object" || isObject(schema.properties))) {
    narrowed.additionalProperties = false;
  }
  if (told.length > 0) {
    const before = typeof narrowed.description === "string" ? `${narrowed.description} ` : "";
    narrowed.description = `${before}(${told.join(", ")})`;
  }
  return narrowed;
}

/** Other ways to write the same: one value, one alternative, the older name of definitions. */
function unfold(schema: Record<string, unknown>): Record<string, unknown> {
  const { const: only, allOf, definitions, ...rest } = schema;
  let unfolded = rest;
  if (only !== undefined) unfolded = { ...unfolded, enum: [only] };
  if (isObject(definitions)) unfolded = { ...unfolded, $defs: definitions };
  if (allOf === undefined) return unfolded;
  const [first, second] = Array.isArray(allOf) ? allOf : [];
  return isObject(first) && second === undefined ? { ...first, ...unfolded } : { ...unfolded, allOf };
}

function narrowValue(keyword: string, value: unknown, rules: SchemaRules, at: string): unknown {
  switch (keyword) {
    case "properties":
    case "$defs":
      return isObject(value) ? narrowEach(value, rules, at) : value;
    case "items":
    case "additionalProperties":
      return isObject(value) ? narrowSchema(value, rules, at) : value;
    case "anyOf":
    case "oneOf":
    case "prefixItems":
      return Array.isArray(value)
        ? value.map((entry: unknown, index) =>
            isObject(entry) ? narrowSchema(entry, rules, `${at}[${index}]`) : entry,
          )
        : value;
    case "$ref":
      return typeof value === "string" ? value.replace(/^#\/definitions\//, "#/$defs/") : value;
    default:
      return value;
  }
}

function narrowEach(
  schemas: Record<string, unknown>,
  rules: SchemaRules,
  at: string,
): Record<string, unknown> {
  const entries = Object.entries(schemas).map(([name, schema]): [string, unknown] => [
    name,
    isObject(schema) ? narrowSchema(schema, rules, `${at}.${name}`) : schema,
  ]);
  // A property may be called __proto__: entries become own members whatever their name.
  return Object.fromEntries(entries);
}
