import { isRecord } from "../http/json.ts";
import { mix, namedWord } from "./words.ts";

/** A value that a JSON schema allows, the same for the same seed. */
export function fillSchema(schema: unknown, seed: number, depth = 0): unknown {
  if (!isRecord(schema) || depth > 8) return null;
  if (Array.isArray(schema["enum"])) return schema["enum"][0] ?? null;
  if ("const" in schema) return schema["const"];
  const alternatives = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(alternatives)) return fillSchema(alternatives[0], seed, depth + 1);
  // Gemini writes the names of types in capitals.
  const named: unknown = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  const type = typeof named === "string" ? named.toLowerCase() : named;
  if (type === "object" || isRecord(schema["properties"])) return fillObject(schema, seed, depth);
  if (type === "array") return [fillSchema(schema["items"], seed + 1, depth + 1)];
  if (type === "integer" || type === "number") return mix(seed, depth, 7) % 100;
  if (type === "boolean") return mix(seed, depth, 11) % 2 === 0;
  if (type === "null") return null;
  return namedWord(seed, depth + 1);
}

function fillObject(schema: Record<string, unknown>, seed: number, depth: number): Record<string, unknown> {
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, part], place) => [
      name,
      fillSchema(part, mix(seed, place, 3), depth + 1),
    ]),
  );
}
