import { randomUUID, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { answerError } from "./error-status.ts";
import type { Inbox } from "./inbox.ts";
import { Lanes } from "./lanes.ts";
import type { NativeEngine } from "./native-engine.ts";
import { readBody } from "./read-body.ts";
import { cancelStatement, runStatement, type StatementResult } from "./run-statement.ts";
import { readStatement, type Statement, StatementError } from "./statement.ts";

const gzipAsync = promisify(gzip);
const cancelRetryMs = 50;
const contentTypes = new Map([
  ["JSON", "application/json; charset=UTF-8"],
  ["JSONCompact", "application/json; charset=UTF-8"],
  ["JSONEachRow", "application/x-ndjson; charset=UTF-8"],
  ["JSONCompactEachRow", "application/x-ndjson; charset=UTF-8"],
  ["CSV", "text/csv; charset=UTF-8; header=absent"],
  ["TabSeparated", "text/tab-separated-values; charset=UTF-8"],
  ["RowBinary", "application/octet-stream"],
  ["Native", "application/octet-stream"],
]);

export interface ClickHouseServerOptions {
  engine: NativeEngine;
  inbox: Inbox;
  /** Null leaves the port open to every local user, as a fresh ClickHouse does. */
  password: string | null;
  maxBodyBytes: number;
  /** Statements that run at the same time. Keep some of the libuv threads free beyond it. */
  concurrency: number;
}

/** ClickHouse's HTTP interface in front of the embedded engine. */
export function createClickHouseServer(options: ClickHouseServerOptions): Server {
  const lanes = new Lanes(options.concurrency);
  const server = createServer({ keepAliveTimeout: 30_000, requestTimeout: 0 }, (request, response) => {
    answer(options, lanes, request, response).catch((error: unknown) => sendError(response, error));
  });
  return server;
}

async function answer(
  options: ClickHouseServerOptions,
  lanes: Lanes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname === "/ping") return send(response, 200, "text/plain", "Ok.\n");
  if (url.pathname === "/plumbline/alive") {
    // Past the lanes: long statements are no sign of death, a crashed engine answers nobody.
    await options.engine.withConnection((connection) => connection.query("SELECT 1", "TabSeparated"));
    return send(response, 200, "text/plain", "Ok.\n");
  }
  if (url.pathname === "/plumbline/process-usage") {
    const usage = { ...process.cpuUsage(), rssBytes: process.memoryUsage.rss() };
    return send(response, 200, "application/json", JSON.stringify(usage));
  }
  checkPassword(options.password, request, url.searchParams);
  const { bytes, fields } = await readBody(request, options.maxBodyBytes);
  for (const [name, value] of fields) url.searchParams.append(name, value);
  const statement = readStatement({
    method: request.method ?? "GET",
    arguments: url.searchParams,
    header: (name) => request.headers[name]?.toString(),
    body: bytes,
    newQueryId: randomUUID,
  });
  response.setHeader("X-ClickHouse-Query-Id", statement.queryId);
  const result = await runUntilClosed(options, lanes, statement, response);
  if (result !== null) await sendResult(response, statement, result);
}

/** Runs the statement; a client that goes away has it killed, or never started. Null: nobody waits. */
async function runUntilClosed(
  { engine, inbox }: ClickHouseServerOptions,
  lanes: Lanes,
  statement: Statement,
  response: ServerResponse,
): Promise<StatementResult | null> {
  const marker = `plumbline:${randomUUID()}`;
  let running = false;
  let retry: NodeJS.Timeout | undefined;
  const cancel = () => {
    if (!running) return;
    engine.withConnection((connection) => cancelStatement(connection, marker)).catch(() => undefined);
    // The statement may not be registered yet: ask again until it has ended.
    retry = setTimeout(cancel, cancelRetryMs);
  };
  response.once("close", cancel);
  try {
    return await lanes.run(async () => {
      if (response.destroyed) return null;
      running = true;
      return await engine.withConnection((connection) => runStatement(connection, inbox, statement, marker));
    });
  } finally {
    running = false;
    clearTimeout(retry);
    response.off("close", cancel);
  }
}

async function sendResult(
  response: ServerResponse,
  statement: Statement,
  result: StatementResult,
): Promise<void> {
  const { resultRows, writtenRows, elapsedNs } = result.summary;
  response.setHeader(
    "X-ClickHouse-Summary",
    JSON.stringify({
      result_rows: String(resultRows),
      written_rows: String(writtenRows),
      elapsed_ns: String(elapsedNs),
    }),
  );
  response.setHeader("X-ClickHouse-Format", result.format);
  let body = result.bytes;
  if (statement.compressResponse) {
    response.setHeader("Content-Encoding", "gzip");
    body = await gzipAsync(body, { level: 1 });
  }
  send(response, 200, contentTypes.get(result.format) ?? "text/plain; charset=UTF-8", body);
}

function checkPassword(password: string | null, request: IncomingMessage, search: URLSearchParams): void {
  if (password === null) return;
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const given =
    request.headers["x-clickhouse-key"]?.toString() ??
    (basic === undefined
      ? search.get("password")
      : Buffer.from(basic, "base64")
          .toString()
          .replace(/^[^:]*:/, ""));
  const expected = Buffer.from(password);
  const actual = Buffer.from(given ?? "");
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    throw new StatementError(
      516,
      "AUTHENTICATION_FAILED",
      "Authentication failed: the password is incorrect.",
    );
  }
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return void response.destroy();
  const { status, code, text } = answerError(error);
  response.setHeader("X-ClickHouse-Exception-Code", String(code));
  // The rest of an unread body must not be taken for the next request.
  if (status === 413 || status === 403) response.setHeader("Connection", "close");
  send(response, status, "text/plain; charset=UTF-8", `${text}\n`);
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
): void {
  response.statusCode = status;
  response.setHeader("Content-Type", contentType);
  response.end(body);
}
