/** Everything that a ClickHouse call can throw. `code` is the server's error code, null when the wire failed. */
export class ClickHouseError extends Error {
  readonly code: number | null;
  /** The server's name of the code, e.g. "VIOLATED_CONSTRAINT"; empty when the wire failed. */
  readonly type: string;

  constructor(message: string, options: { code: number | null; type?: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = "ClickHouseError";
    this.code = options.code;
    this.type = options.type ?? "";
  }
}

/**
 * Server codes that speak of the bytes of a row and of nothing else. Any other code, known or not, and
 * every failure of the wire is an outage: waiting can cure it, and nothing may be thrown away.
 */
const rowFaultCodes: ReadonlySet<number> = new Set([
  6, // CANNOT_PARSE_TEXT
  26, // CANNOT_PARSE_QUOTED_STRING
  27, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  38, // CANNOT_PARSE_DATE
  41, // CANNOT_PARSE_DATETIME
  53, // TYPE_MISMATCH
  69, // ARGUMENT_OUT_OF_BOUND
  70, // CANNOT_CONVERT_TYPE
  72, // CANNOT_PARSE_NUMBER
  117, // INCORRECT_DATA
  128, // TOO_LARGE_ARRAY_SIZE
  131, // TOO_LARGE_STRING_SIZE
  190, // SIZES_OF_ARRAYS_DONT_MATCH
  321, // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  349, // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  407, // DECIMAL_OVERFLOW
  467, // CANNOT_PARSE_BOOL
  469, // VIOLATED_CONSTRAINT
]);

/**
 * CANNOT_READ_ALL_DATA: the bytes ended within a row. A broken wire or a full disk looks the same as a row
 * that was written wrong; only that its neighbours are taken tells the one from the other.
 */
const unclearCode = 33;

export function isUnclearFault(error: unknown): error is ClickHouseError {
  return error instanceof ClickHouseError && error.code === unclearCode;
}

/** TOO_MANY_ROWS_OR_BYTES and MEMORY_LIMIT_EXCEEDED: half of it may well fit. */
export function isTooMuchAtOnce(error: unknown): boolean {
  return error instanceof ClickHouseError && (error.code === 396 || error.code === 241);
}

export function isRowFault(error: unknown): error is ClickHouseError {
  return error instanceof ClickHouseError && error.code !== null && rowFaultCodes.has(error.code);
}
