const censor = "[redacted]";

/** Compared after dropping case, dashes and underscores, so `x-api-key`, `xApiKey` and `X_API_KEY` are one. */
const sensitiveNames = [
  "authorization",
  "cookie",
  "apikey",
  "password",
  "passwd",
  "secret",
  "secretkey",
  "token",
  "pepper",
  "privatekey",
  "clientsecret",
];

/** A field whose name ends in one of the names: `proxyAuthorization`, `set-cookie`, `accessToken`. */
function isSensitiveName(name: string): boolean {
  const plain = name.replaceAll(/[-_]/g, "").toLowerCase();
  return sensitiveNames.some((sensitive) => plain.endsWith(sensitive));
}

const deepest = 32;

/**
 * A copy with every sensitive field replaced, at any depth. Only plain objects, arrays, maps and errors
 * are walked: instances of other classes are left to their serializer, and `redactLine` sees the result.
 */
export function redact(value: unknown): unknown {
  return copy(value, 0, new Set());
}

function copy(value: unknown, depth: number, ancestors: Set<object>): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (ancestors.has(value)) return "[circular]";
  if (depth >= deepest) return "[too deep]";
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  ancestors.add(value);
  const result = copyObject(value, depth, ancestors);
  ancestors.delete(value);
  return result;
}

function copyObject(value: object, depth: number, ancestors: Set<object>): unknown {
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1, ancestors));
  if (value instanceof Error) return copyError(value, depth, ancestors);
  if (value instanceof Map) return copyFields(Object.fromEntries(value), depth, ancestors);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return copyFields(value, depth, ancestors);
}

function copyError(error: Error, depth: number, ancestors: Set<object>): Record<string, unknown> {
  const fields: Record<string, unknown> = { type: error.name, message: error.message, stack: error.stack };
  Object.assign(fields, copyFields(error, depth, ancestors));
  if (error.cause !== undefined) fields["cause"] = copy(error.cause, depth + 1, ancestors);
  return fields;
}

function copyFields(value: object, depth: number, ancestors: Set<object>): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, item] of Object.entries(value)) {
    fields[name] =
      isSensitiveName(name) && item !== undefined && item !== null
        ? censor
        : copy(item, depth + 1, ancestors);
  }
  return fields;
}

const fieldNames =
  "authorization|cookie|api[-_]?key|password|passwd|secret(?:[-_]?key)?|token|pepper|private[-_]?key";
const linePatterns: ReadonlyArray<readonly [RegExp, string]> = [
  // "…token":"value", as our own JSON line writes it.
  [new RegExp(`((?:${fieldNames})":")(?:[^"\\\\]|\\\\.)*`, "gi"), `$1${censor}`],
  // The same one level down, in JSON that became a string.
  [new RegExp(`((?:${fieldNames})\\\\+"\\s*:\\s*\\\\+")[^"\\\\]*`, "gi"), `$1${censor}`],
  [/\b(Basic|Bearer)\s+[\w.~+/=-]{8,}/gi, `$1 ${censor}`],
  [/\b(sk-[a-z]{2}-)[\w-]{8,}/g, `$1${censor}`],
  // user:password@ inside connection URLs.
  [/(:\/\/[^\s:@/"\\]*:)[^\s@/"\\]+@/g, `$1${censor}@`],
];

/** The last look at a finished line: messages, stacks and objects that serialised themselves. */
export function redactLine(line: string): string {
  let result = line;
  for (const [pattern, replacement] of linePatterns) result = result.replace(pattern, replacement);
  return result;
}
