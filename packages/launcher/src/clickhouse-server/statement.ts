/** One request, understood: what to run and on which terms. */
export interface Statement {
  sql: string;
  /** Raw data in the format that `sql` ends with, or null for a plain statement. */
  insertData: Uint8Array | null;
  database: string | null;
  /** Format of a result whose statement names none. */
  format: string;
  settings: ReadonlyMap<string, string>;
  parameters: ReadonlyMap<string, string>;
  queryId: string;
  readOnly: boolean;
  compressResponse: boolean;
}

export class StatementError extends Error {
  /** A ClickHouse error code, so that a client maps it as it would a server's. */
  readonly clickhouseCode: number;
  readonly errorName: string;

  constructor(clickhouseCode: number, errorName: string, message: string) {
    super(message);
    this.clickhouseCode = clickhouseCode;
    this.errorName = errorName;
  }
}

/** Arguments that steer the transport; everything else in the URL is a setting or a `param_`. */
const transportArguments = new Set([
  "query",
  "database",
  "default_format",
  "query_id",
  "user",
  "password",
  "quota_key",
  "role",
  "stacktrace",
  "buffer_size",
  "wait_end_of_query",
  "enable_http_compression",
  "http_write_exception_in_output_format",
  "client_protocol_version",
  "session_timeout",
  "session_check",
]);
const unsupportedArguments = new Map([
  ["session_id", "HTTP sessions"],
  ["compress", "native compression of responses (use enable_http_compression)"],
  ["decompress", "native compression of requests (use Content-Encoding: gzip)"],
]);
const nameShape = /^[A-Za-z_][A-Za-z0-9_.]*$/;
const truthy = (value: string | null) => value !== null && value !== "0" && value !== "false";

export interface StatementRequest {
  method: string;
  arguments: URLSearchParams;
  header(name: string): string | undefined;
  /** Already decompressed. */
  body: Uint8Array;
  newQueryId(): string;
}

export function readStatement(request: StatementRequest): Statement {
  const settings = new Map<string, string>();
  const parameters = new Map<string, string>();
  for (const [name, value] of request.arguments) {
    const unsupported = unsupportedArguments.get(name);
    if (unsupported !== undefined && truthy(value)) {
      throw new StatementError(48, "NOT_IMPLEMENTED", `The embedded engine does not support ${unsupported}.`);
    }
    if (transportArguments.has(name) || unsupported !== undefined) continue;
    const isParameter = name.startsWith("param_");
    if (!nameShape.test(isParameter ? `p${name.slice(6)}` : name)) {
      throw new StatementError(
        115,
        "UNKNOWN_SETTING",
        `Not a setting: ${JSON.stringify(name.slice(0, 60))}.`,
      );
    }
    if (isParameter) parameters.set(name.slice(6), value);
    else settings.set(name, value);
  }
  const { sql, insertData } = splitInsertData(request.arguments.get("query") ?? "", request.body);
  if (sql.trim() === "") throw new StatementError(62, "SYNTAX_ERROR", "Syntax error: empty query.");
  return {
    sql,
    insertData,
    database: request.arguments.get("database") ?? request.header("x-clickhouse-database") ?? null,
    format:
      request.arguments.get("default_format") ?? request.header("x-clickhouse-format") ?? "TabSeparated",
    settings,
    parameters,
    queryId: request.arguments.get("query_id") ?? request.newQueryId(),
    readOnly: request.method === "GET",
    compressResponse:
      truthy(request.arguments.get("enable_http_compression")) &&
      /\bgzip\b/.test(request.header("accept-encoding") ?? ""),
  };
}

const insertStart = /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*INSERT\s/i;
const endsInFormat = /\bFORMAT\s+(?!VALUES\b)([A-Za-z0-9]+)\s*;?\s*$/i;
const namesFormat = /\bFORMAT\s+(?!VALUES\b)[A-Za-z0-9]+[ \t\r]*\n?/i;
/** A statement's own text, before its data, is looked for in this much of a body. */
const statementHeadBytes = 64 * 1024;

/** Decides whether a body is data (kept as bytes) or part of the statement (text). */
function splitInsertData(query: string, body: Uint8Array): { sql: string; insertData: Uint8Array | null } {
  if (insertStart.test(query)) {
    if (endsInFormat.test(query)) return { sql: trimEnd(query), insertData: body };
  } else if (query === "") {
    const head = Buffer.from(
      body.buffer,
      body.byteOffset,
      Math.min(body.length, statementHeadBytes),
    ).toString("latin1");
    const match = insertStart.test(head) ? namesFormat.exec(head) : null;
    if (match !== null && !/\b(?:VALUES\s*\(|SELECT\b)/i.test(head.slice(0, match.index))) {
      const end = match.index + match[0].length;
      return { sql: trimEnd(decode(body.subarray(0, end))), insertData: body.subarray(end) };
    }
  }
  const text = decode(body);
  return { sql: query === "" ? text : text === "" ? query : `${query}\n${text}`, insertData: null };
}

function trimEnd(sql: string): string {
  return sql.replace(/[\s;]+$/, "");
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
