import type { Inbox } from "./inbox.ts";
import type { EngineConnection } from "./native-engine.ts";
import { type Statement, StatementError } from "./statement.ts";

export interface StatementResult {
  bytes: Uint8Array;
  format: string;
  summary: StatementSummary;
}

interface StatementSummary {
  resultRows: number;
  writtenRows: number;
  elapsedNs: number;
}

/**
 * Where the embedded engine's defaults are those of a command-line tool, these are a server's.
 */
const serverDefaults = ["implicit_select = 0", "allow_introspection_functions = 0"];

/** Runs on a connection of its own; `marker` finds the running query again (see cancelStatement). */
export async function runStatement(
  connection: EngineConnection,
  inbox: Inbox,
  statement: Statement,
  marker: string,
): Promise<StatementResult> {
  const preamble = writePreamble(statement, marker);
  const { sql, insertData, format } = statement;
  if (insertData === null) {
    const result = await connection.query(`${preamble}${sql}`, format);
    return {
      bytes: result.bytes,
      format: /\bFORMAT\s+([A-Za-z0-9]+)[^)']*$/i.exec(sql)?.[1] ?? format,
      summary: { resultRows: result.rowsRead, writtenRows: 0, elapsedNs: toNs(result.elapsed) },
    };
  }
  const summary: StatementSummary = { resultRows: 0, writtenRows: 0, elapsedNs: 0 };
  if (insertData.length > 0) {
    const result = await inbox.hold(insertData, (path) =>
      connection.query(`${preamble}${readFromFile(sql, path)}`, format),
    );
    summary.writtenRows = result.rowsRead;
    summary.elapsedNs = toNs(result.elapsed);
  }
  return { bytes: new Uint8Array(0), format, summary };
}

/** @param sql an INSERT that ends with its FORMAT */
function readFromFile(sql: string, path: string): string {
  if (/\bSELECT\b[\s\S]*\binput\s*\(/i.test(sql)) {
    throw new StatementError(48, "NOT_IMPLEMENTED", "The embedded engine does not support input().");
  }
  const end = sql.search(/\sSETTINGS\s+\w+\s*=/i);
  const at = end === -1 ? sql.search(/\sFORMAT\s+[A-Za-z0-9]+$/i) : end;
  return `${sql.slice(0, at)} FROM INFILE ${quoteText(path)}${sql.slice(at)}`;
}

const toNs = (seconds: number) => Math.round(seconds * 1e9);

/** Ends the query that carries this marker. Does nothing when it has not started or is over. */
export async function cancelStatement(connection: EngineConnection, marker: string): Promise<void> {
  await connection.query(
    `KILL QUERY WHERE endsWith(Settings['log_comment'], ${quoteText(marker)}) ASYNC`,
    "TabSeparated",
  );
}

function writePreamble(statement: Statement, marker: string): string {
  const assignments = [...serverDefaults];
  for (const [name, value] of statement.settings) {
    if (name !== "log_comment" && name !== "readonly") assignments.push(`${name} = ${quoteText(value)}`);
  }
  for (const [name, value] of statement.parameters) assignments.push(`param_${name} = ${quoteText(value)}`);
  assignments.push(`log_comment = ${quoteText(`${statement.settings.get("log_comment") ?? ""} ${marker}`)}`);
  const readOnly = statement.settings.get("readonly") ?? (statement.readOnly ? "2" : undefined);
  if (readOnly !== undefined) assignments.push(`readonly = ${quoteText(readOnly)}`);
  const use = statement.database === null ? "" : `USE ${quoteName(statement.database)}; `;
  return `${use}SET ${assignments.join(", ")}; `;
}

function quoteText(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function quoteName(value: string): string {
  return `\`${value.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}
