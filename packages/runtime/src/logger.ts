import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from "pino";
import { redact, redactLine } from "./redact.ts";

export type Logger = PinoLogger;

interface LoggerOptions {
  /** Which process speaks, e.g. "api". */
  name: string;
  level?: string;
  /** Where lines go; stdout unless given. */
  destination?: DestinationStream;
}

/**
 * JSON lines with ISO times. Request ids travel by `logger.child({ requestId })`. Fields named like a
 * credential are replaced at any depth, and texts that look like one are scrubbed from the line.
 */
export function createLogger({ name, level = "info", destination }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    base: undefined,
    timestamp: stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => redactFields(fields),
    },
    // `redact` has already written errors out, with their causes and fields.
    serializers: { err: (value: unknown) => value },
    hooks: { streamWrite: redactLine },
  };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  redactChildBindings(logger);
  return logger;
}

/** pino applies no formatter to the bindings of a child; children inherit this method from their parent. */
function redactChildBindings(logger: Logger): void {
  logger.child = new Proxy(logger.child, {
    apply: (child, self, [bindings, ...rest]: [object, ...unknown[]]) =>
      Reflect.apply(child, self, [redactFields(bindings), ...rest]),
  });
}

function redactFields(fields: object): Record<string, unknown> {
  const clean = redact(fields);
  return typeof clean === "object" && clean !== null ? { ...clean } : {};
}
