import { PlumblineError } from "@plumbline/contracts/errors";
import { z } from "zod";

type EnvSource = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment once, at the start of a process. Empty values count as unset. Throws one line
 * that names every wrong variable and what it should be; values are never repeated, they may be secrets.
 */
export function parseEnv<T>(schema: z.ZodType<T>, source: EnvSource = process.env): T {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value !== undefined && value !== "") present[name] = value;
  }
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => describeIssue(issue, present));
  throw new PlumblineError("invalid_request", {
    message: [...new Set(lines)].join("; "),
    details: { variables: result.error.issues.map((issue) => String(issue.path[0] ?? "")) },
  });
}

/** For the first line of a main.ts: one line on stderr and exit code 1 instead of a stack trace. */
export function parseEnvOrExit<T>(schema: z.ZodType<T>, source: EnvSource = process.env): T {
  try {
    return parseEnv(schema, source);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

function describeIssue(issue: z.core.$ZodIssue, present: Record<string, string>): string {
  const name = String(issue.path[0] ?? "environment");
  const expected = issue.message
    .replace(/^Invalid (?:input|option|string|URL)(?:: ?|$)/, "")
    .replace(/,? ?received .*$/, "")
    .replace(/^expected /, "");
  const state = name in present ? "is not valid" : "is not set";
  return `${name} ${state}: expected ${expected || "another value"}`.replaceAll(/\s+/g, " ");
}

/** A TCP port, 1–65535. */
export const envPort = (defaultPort: number) => envInteger({ min: 1, max: 65_535, default: defaultPort });

/** A whole number inside [min, max]. */
export function envInteger(options: { min: number; max: number; default: number }) {
  const expected = `a whole number from ${options.min} to ${options.max}`;
  return z
    .string()
    .regex(/^-?\d{1,15}$/, expected)
    .transform(Number)
    .refine((value) => value >= options.min && value <= options.max, expected)
    .default(options.default);
}

/** true/false, 1/0, yes/no, on/off in any case. */
export function envFlag(defaultValue: boolean) {
  return z
    .stringbool({ error: "true or false" })
    .optional()
    .transform((value) => value ?? defaultValue);
}

/** A URL with one of these protocols (written without the colon). */
export function envUrl(protocols: readonly [string, ...string[]]) {
  const expected = `a URL that starts with ${protocols.map((protocol) => `${protocol}://`).join(" or ")}`;
  return z.string({ error: expected }).refine((value) => {
    const separator = value.indexOf("://");
    return separator > 0 && protocols.includes(value.slice(0, separator)) && URL.canParse(value);
  }, expected);
}

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Variables that every process of ours understands; spread into the schema of an env.ts. */
export const processEnv = {
  LOG_LEVEL: z.enum(logLevels, { error: `one of ${logLevels.join(", ")}` }).default("info"),
  /** "1" when a supervisor holds our stdin open and wants us gone when it is. */
  PLUMBLINE_SUPERVISED: envFlag(false),
};
