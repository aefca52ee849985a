import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ClickHouseHttp } from "./clickhouse-http.ts";

/** Compressed bytes of the tables of spans, after everything was merged. */
export interface DiskUse {
  spans: number;
  /** What the sender wrote: inputs, outputs, instructions, attributes, metadata. */
  ownTextBytes: number;
  /** The first characters of the text, once more beside each row. */
  previewBytes: number;
  textIndexBytes: number;
  otherIndexBytes: number;
  /** The other columns, the largest first. */
  columns: { name: string; bytes: number }[];
  /** Keys, marks, checksums. */
  remainderBytes: number;
}

const tables = "('spans', 'span_io')";
const isOurs = `database = currentDatabase() AND table IN ${tables}`;
const ownText = new Set([
  "span_io.input",
  "span_io.output",
  "span_io.system_instructions",
  "span_io.tool_definitions",
  "span_io.trace_input",
  "span_io.trace_output",
  "span_io.trace_metadata",
  "span_io.attributes",
  "spans.metadata",
]);
const previews = new Set(["spans.input_preview", "spans.output_preview"]);

/** Merges each month to one part first. */
export async function measureDisk(http: ClickHouseHttp): Promise<DiskUse> {
  for (const table of ["spans", "span_io"]) await http.bytes(`OPTIMIZE TABLE ${table} FINAL`);
  await http.untilMerged();
  const rows = async (sql: string): Promise<[string, number][]> =>
    (await http.bytes(`${sql} FORMAT TSV`))
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"))
      .map(([name = "", bytes = "0"]) => [name, Number(bytes)]);
  const columns = await rows(
    `SELECT concat(table, '.', column), sum(column_data_compressed_bytes) AS bytes FROM system.parts_columns
      WHERE ${isOurs} AND active GROUP BY table, column ORDER BY bytes DESC`,
  );
  const indexes = await rows(
    `SELECT type, sum(data_compressed_bytes) FROM system.data_skipping_indices WHERE ${isOurs} GROUP BY type`,
  );
  const [[, onDisk] = ["", 0]] = await rows(
    `SELECT 'all', sum(bytes_on_disk) FROM system.parts WHERE ${isOurs} AND active`,
  );
  const [count = "0"] = await http.column("SELECT count() FROM spans");
  const sum = (list: readonly (readonly [string, number])[]) =>
    list.reduce((total, [, bytes]) => total + bytes, 0);
  const isText = ([type]: readonly [string, number]) => type === "text" || type.includes("text");
  return {
    spans: Number(count),
    ownTextBytes: sum(columns.filter(([name]) => ownText.has(name))),
    previewBytes: sum(columns.filter(([name]) => previews.has(name))),
    textIndexBytes: sum(indexes.filter(isText)),
    otherIndexBytes: sum(indexes.filter((index) => !isText(index))),
    columns: columns
      .filter(([name]) => !ownText.has(name) && !previews.has(name))
      .map(([name, bytes]) => ({ name, bytes })),
    remainderBytes: onDisk - sum(columns) - sum(indexes),
  };
}

export interface FolderSize {
  /** As long as the files say they are. */
  bytes: number;
  /** What they occupy: a file may have holes, and fill them later. */
  diskBytes: number;
}

export function folderSizes(directory: string): Map<string, FolderSize> {
  return new Map(readdirSync(directory).map((entry) => [entry, sizeOf(join(directory, entry))]));
}

/** Files come and go while the product runs. */
function sizeOf(path: string): FolderSize {
  try {
    const stat = statSync(path);
    if (!stat.isDirectory()) return { bytes: stat.size, diskBytes: stat.blocks * 512 };
    return sumSizes(readdirSync(path).map((entry) => sizeOf(join(path, entry))));
  } catch {
    return { bytes: 0, diskBytes: 0 };
  }
}

export function sumSizes(sizes: Iterable<FolderSize>): FolderSize {
  const sum = { bytes: 0, diskBytes: 0 };
  for (const { bytes, diskBytes } of sizes) {
    sum.bytes += bytes;
    sum.diskBytes += diskBytes;
  }
  return sum;
}
