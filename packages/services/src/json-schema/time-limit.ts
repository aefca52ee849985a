import { createContext, Script } from "node:vm";

const context = createContext({}, { name: "time-limit" });
const script = new Script("work()");

export class TimeLimitExceeded extends Error {}

/**
 * Runs synchronous work and ends it after `limitMs`, wherever it is, in a regular expression too. For work on
 * what clients wrote and whose cost cannot be told beforehand; it separates nothing else.
 */
export function withinTime<Result>(limitMs: number, work: () => Result): Result {
  let result: { value: Result } | undefined;
  const global: { work?: () => void } = context;
  global.work = () => {
    result = { value: work() };
  };
  try {
    script.runInContext(context, { timeout: limitMs });
  } catch (error) {
    if (isTimeout(error)) throw new TimeLimitExceeded();
    throw error;
  } finally {
    delete global.work;
  }
  if (result === undefined) throw new TimeLimitExceeded();
  return result.value;
}

/** The error belongs to the other context, and to its own kind of Error. */
function isTimeout(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
