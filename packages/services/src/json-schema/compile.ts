import { PlumblineError } from "@plumbline/contracts/errors";
import { Ajv, type ErrorObject, type Options } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { RE2JS } from "re2js";
import { TimeLimitExceeded, withinTime } from "./time-limit.ts";

/** What is wrong with a value and where, as a JSON pointer from its root. */
export interface SchemaFault {
  path: string;
  message: string;
}

/** The first fault of a value, null when it fits. */
export type SchemaCheck = (value: unknown) => SchemaFault | null;

const maxSchemaCharacters = 64 * 1024;
const maxDepth = 64;
/** The size bounds the work; this is for what the size does not show, on a machine that is busy. */
const compileLimitMs = 5_000;

/** Linear in the text, whatever the pattern; what it does not know (looking around, backreferences) throws. */
const regExp = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return { test: (text: string) => compiled.matcher(text).find() };
  },
  { code: "" },
);

const options: Options = {
  strict: false,
  allErrors: false,
  logger: false,
  addUsedSchema: false,
  validateSchema: true,
  // Nothing is ever fetched: a reference that the schema does not hold cannot be compiled.
  code: { regExp },
};

/**
 * A JSON Schema (draft 7, 2019-09 or 2020-12) as a check. Throws `invalid_request` that names `field` for one
 * that is none, is too large, refers to other documents, or takes too long to read.
 */
export function compileSchema(schema: unknown, field: string): SchemaCheck {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema))
    throw wrong(field, "a JSON Schema has to be an object");
  if (JSON.stringify(schema).length > maxSchemaCharacters)
    throw wrong(field, `the schema is larger than ${maxSchemaCharacters / 1024} KiB`);
  lookForForeign(schema, field, "", 0);
  try {
    const validate = withinTime(compileLimitMs, () => createAjv(schema).compile({ ...schema }));
    return (value) => {
      if (validate(value)) return null;
      return toFault(validate.errors?.[0]);
    };
  } catch (error) {
    if (error instanceof TimeLimitExceeded) throw wrong(field, "the schema takes too long to read");
    const reason = error instanceof Error ? error.message : String(error);
    throw wrong(field, `no valid JSON Schema: ${reason.slice(0, 300)}`);
  }
}

function createAjv(schema: object): Ajv {
  const dialect = "$schema" in schema && typeof schema.$schema === "string" ? schema.$schema : "";
  const ajv = dialect.includes("2020-12")
    ? new Ajv2020(options)
    : dialect.includes("2019-09")
      ? new Ajv2019(options)
      : new Ajv(options);
  addFormats.default(ajv);
  return ajv;
}

const references = new Set(["$ref", "$dynamicRef", "$recursiveRef"]);

function lookForForeign(value: unknown, field: string, path: string, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > maxDepth) throw wrong(field, `the schema is nested more than ${maxDepth} deep`);
  for (const [key, inner] of Object.entries(value)) {
    if (references.has(key) && typeof inner === "string" && !inner.startsWith("#"))
      throw wrong(field, `${path}/${key} leads out of the schema; copy what it means into $defs`);
    if (key === "$async" && inner === true) throw wrong(field, `${path}/$async is not supported`);
    lookForForeign(inner, field, `${path}/${key}`, depth + 1);
  }
}

function toFault(error: ErrorObject | undefined): SchemaFault {
  if (error === undefined) return { path: "", message: "does not fit" };
  const { instancePath, message = "does not fit", params } = error;
  const named = params["additionalProperty"] ?? params["unevaluatedProperty"];
  const allowed = params["allowedValues"];
  const more =
    typeof named === "string"
      ? `: ${JSON.stringify(named.slice(0, 100))}`
      : Array.isArray(allowed)
        ? `: ${JSON.stringify(allowed).slice(0, 200)}`
        : "";
  return { path: instancePath.slice(0, 500), message: `${message}${more}`.slice(0, 500) };
}

function wrong(field: string, problem: string): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: `${field}: ${problem}.`,
    details: { issues: [`${field}: ${problem}`] },
  });
}
