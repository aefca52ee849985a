import { streamPages } from "./stream-pages.ts";

interface ExportedFile<Row> {
  /** Without its ending. */
  name: string;
  format: "csv" | "jsonl";
  /** One page of it; the first has the names of the columns. */
  toCsv: (rows: readonly Row[], withHeader: boolean) => string;
  /** What a line holds; the row itself unless given. */
  toLine?: (row: Row) => object;
}

/**
 * All pages as one file. The first is read before the answer begins, so that a refusal is a refusal and not
 * a broken file.
 */
export async function fileResponse<Row extends object>(
  pages: AsyncGenerator<Row[]>,
  { name, format, toCsv, toLine = (row) => row }: ExportedFile<Row>,
): Promise<Response> {
  const first = await pages.next();
  const toLines = (rows: readonly Row[]): string =>
    rows.map((row) => `${JSON.stringify(toLine(row))}\n`).join("");
  return new Response(streamPages(first.done ? [] : first.value, pages, format === "csv" ? toCsv : toLines), {
    headers: {
      "content-type": format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.${format}"`,
      "cache-control": "private, no-store",
    },
  });
}
