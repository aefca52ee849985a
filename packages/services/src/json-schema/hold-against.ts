import { createHash } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { compileSchema, type SchemaCheck, type SchemaFault } from "./compile.ts";
import { TimeLimitExceeded, withinTime } from "./time-limit.ts";

/** Schemas of a dataset, null or absent for none. */
export interface ItemSchemas {
  inputSchema: unknown;
  expectedOutputSchema: unknown;
}

export interface CheckedItem {
  input: unknown;
  expectedOutput: unknown;
}

const fields = [
  { schema: "inputSchema", value: "input" },
  { schema: "expectedOutputSchema", value: "expectedOutput" },
] as const;

/** By the clock on the wall: an honest check takes a millisecond, and a busy machine makes it longer. */
const checkLimitMs = 1_000;
/** A schema that was too slow once is refused for so long without being tried. */
const restMs = 60_000;
const cachedSchemas = 200;

interface Known {
  /** Null once it was stopped midway: what it left behind is not trusted. */
  check: SchemaCheck | null;
  slowUntilMs: number;
}

/** By content: the youngest used last. */
const known = new Map<string, Known>();

function checkOf(schema: unknown, field: string): Known {
  const key = createHash("sha256").update(JSON.stringify(schema)).digest("base64");
  const found = known.get(key) ?? { check: compileSchema(schema, field), slowUntilMs: 0 };
  known.delete(key);
  known.set(key, found);
  const [oldest] = known.keys();
  if (known.size > cachedSchemas && oldest !== undefined) known.delete(oldest);
  return found;
}

/** Throws `invalid_request` for a schema that cannot be used. */
export function requireSchemas(schemas: Partial<ItemSchemas>): void {
  for (const { schema } of fields) {
    const given = schemas[schema];
    if (given !== undefined && given !== null) checkOf(given, schema);
  }
}

/**
 * Faults of an item, none when it fits; what it does not have is null. Throws `invalid_request` when a check
 * takes longer than a second.
 */
export function faultsOfItem(schemas: ItemSchemas, item: CheckedItem): SchemaFault[] {
  return fields.flatMap(({ schema, value }) => {
    const given = schemas[schema];
    if (given === null || given === undefined) return [];
    const entry = checkOf(given, schema);
    if (entry.slowUntilMs > performance.now()) throw tooSlow(schema);
    try {
      const check = entry.check ?? compileSchema(given, schema);
      entry.check = check;
      const fault = withinTime(checkLimitMs, () => check(item[value] ?? null));
      return fault === null ? [] : [{ ...fault, path: `${value}${fault.path}` }];
    } catch (error) {
      if (!(error instanceof TimeLimitExceeded)) throw error;
      entry.check = null;
      entry.slowUntilMs = performance.now() + restMs;
      throw tooSlow(schema);
    }
  });
}

export function describeFault({ path, message }: SchemaFault): string {
  return `${path}: ${message}`;
}

function tooSlow(schema: string): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: `Holding an item against the dataset's ${schema} takes too long; make the schema simpler.`,
    details: { issues: [`${schema}: takes longer than ${checkLimitMs} ms to check`] },
  });
}
