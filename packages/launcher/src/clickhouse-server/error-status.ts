import { StatementError } from "./statement.ts";

export interface ErrorAnswer {
  status: number;
  code: number;
  text: string;
}

/** What a ClickHouse server answers with, by exception code; every other code is a 500. */
const codesByStatus: ReadonlyArray<[status: number, codes: readonly number[]]> = [
  // Values and statements that cannot be understood.
  [
    400,
    [
      6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675,
      676,
    ],
  ],
  [401, [194]],
  [403, [192, 193, 497, 516]],
  // Names that do not exist.
  [404, [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511]],
  [408, [159]],
  [413, [229]],
  [501, [48]],
  [503, [76, 209, 439]],
];
const statusByCode = new Map(
  codesByStatus.flatMap(([status, codes]) => codes.map((code): [number, number] => [code, status])),
);
/** STD_EXCEPTION: an error that is not the engine's own. */
const foreignError = 1001;

export function answerError(error: unknown): ErrorAnswer {
  const { code, text } = describe(error);
  return { status: statusByCode.get(code) ?? 500, code, text };
}

function describe(error: unknown): { code: number; text: string } {
  if (error instanceof StatementError) {
    const code = error.clickhouseCode;
    return { code, text: `Code: ${code}. DB::Exception: ${error.message} (${error.errorName})` };
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = /^Code: (\d+)\./.exec(message)?.[1];
  if (code !== undefined) return { code: Number(code), text: message };
  return { code: foreignError, text: `Code: ${foreignError}. DB::Exception: ${message} (STD_EXCEPTION)` };
}
