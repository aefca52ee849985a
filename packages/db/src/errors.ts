import { type ErrorCode, PlumblineError } from "@plumbline/contracts/errors";
import { Prisma } from "./generated/client.ts";

/** Prisma's codes: the server or the pool did not answer; a unique value was taken. */
const prismaCodes: Readonly<Record<string, ErrorCode>> = {
  P1000: "unavailable",
  P1001: "unavailable",
  P1002: "unavailable",
  P1003: "unavailable",
  P1008: "unavailable",
  P1011: "unavailable",
  P1017: "unavailable",
  P2024: "unavailable",
  P2028: "unavailable",
  P2037: "unavailable",
  P2002: "conflict",
  P2034: "conflict",
};

/** PostgreSQL's codes, by their longest prefix that is listed (appendix A of its manual). */
const sqlStates: readonly (readonly [prefix: string, ErrorCode])[] = [
  ["08", "unavailable"],
  ["53", "unavailable"],
  ["57014", "unavailable"],
  ["57P", "unavailable"],
  ["40001", "conflict"],
  ["40P01", "conflict"],
  ["23505", "conflict"],
  ["22021", "invalid_request"],
  ["22P05", "invalid_request"],
];

/** The driver throws plain errors when a connection breaks or never comes. */
const brokenConnection =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout)|not queryable$|^(?:connect|read|write|getaddrinfo) E[A-Z_]+/;

/** The database's own errors become `unavailable`, `conflict` or `invalid_request`; others pass through. */
export function toPlumblineError(error: unknown): unknown {
  const code = codeOf(error);
  return code === undefined ? error : new PlumblineError(code, { cause: error });
}

function codeOf(error: unknown): ErrorCode | undefined {
  if (error instanceof Prisma.PrismaClientInitializationError) return "unavailable";
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return prismaCodes[error.code] ?? fromSqlState(sqlStateOf(error.meta?.["driverAdapterError"]));
  }
  const isPlain = error instanceof Error && !PlumblineError.isInstance(error);
  return isPlain && brokenConnection.test(error.message) ? "unavailable" : undefined;
}

function fromSqlState(sqlState: string): ErrorCode | undefined {
  return sqlStates.find(([prefix]) => sqlState.startsWith(prefix))?.[1];
}

function sqlStateOf(driverError: unknown): string {
  if (!(driverError instanceof Error)) return "";
  const { cause } = driverError;
  const hasCode = typeof cause === "object" && cause !== null && "originalCode" in cause;
  return hasCode ? String(cause.originalCode) : "";
}
