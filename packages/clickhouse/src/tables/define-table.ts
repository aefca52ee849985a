import type { RowBinaryWriter } from "../row-binary.ts";

/** Name, type as DESCRIBE TABLE prints it, and how a row writes it. */
export type Column<Row> = readonly [
  name: string,
  type: string,
  write: (writer: RowBinaryWriter, row: Row) => void,
];

export interface Table<Row> {
  readonly name: string;
  readonly columns: readonly string[];
  readonly types: readonly string[];
  /** Throws RangeError for a value that its column cannot hold; the writer is then as before. */
  encode(writer: RowBinaryWriter, row: Row): void;
}

/** One list is the column list of the INSERT, its encoder, and what the schema test compares. */
export function defineTable<Row>(name: string, definition: readonly Column<Row>[]): Table<Row> {
  const writes = definition.map((column) => column[2]);
  return {
    name,
    columns: definition.map((column) => column[0]),
    types: definition.map((column) => column[1]),
    encode(writer, row) {
      const start = writer.length;
      try {
        for (const write of writes) write(writer, row);
      } catch (error) {
        writer.rewind(start);
        throw error;
      }
    },
  };
}
