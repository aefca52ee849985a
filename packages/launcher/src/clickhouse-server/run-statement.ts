import type { EngineConnection } from "./native-engine.ts";
import type { Statement } from "./statement.ts";

export interface StatementResult {
  bytes: Uint8Array;
  format: string;
  summary: StatementSummary;
}

interface StatementSummary {
  resultRows: number;
  writtenRows: number;
  writtenBytes: number;
  elapsedNs: number;
}

/**
 * Where the embedded engine's defaults are those of a command-line tool, these are a server's.
 */
const serverDefaults = ["implicit_select = 0", "allow_introspection_functions = 0"];

/** Runs on a connection of its own; `marker` finds the running query again (see cancelStatement). */
export async function runStatement(
  connection: EngineConnection,
  statement: Statement,
  marker: string,
): Promise<StatementResult> {
  const preamble = writePreamble(statement, marker);
  if (statement.insertData === null) {
    const result = await connection.query(`${preamble}${statement.sql}`, statement.format);
    return {
      bytes: result.bytes,
      format: /\bFORMAT\s+([A-Za-z0-9]+)[^)']*$/i.exec(statement.sql)?.[1] ?? statement.format,
      summary: {
        resultRows: result.rowsRead,
        writtenRows: 0,
        writtenBytes: 0,
        elapsedNs: Math.round(result.elapsed * 1e9),
      },
    };
  }
  const empty = { resultRows: 0, writtenRows: 0, writtenBytes: 0, elapsedNs: 0 };
  if (statement.insertData.length === 0)
    return { bytes: new Uint8Array(0), format: statement.format, summary: empty };
  const result = await connection.insertRaw(`${preamble}${statement.sql}`, statement.insertData);
  return {
    bytes: new Uint8Array(0),
    format: statement.format,
    summary: {
      ...empty,
      writtenRows: result.rowsWritten,
      writtenBytes: result.bytesWritten,
      elapsedNs: Math.round(result.elapsed * 1e9),
    },
  };
}

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
