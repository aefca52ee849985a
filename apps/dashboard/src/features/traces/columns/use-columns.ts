"use client";

import { createParser, useQueryState } from "nuqs";
import { useStored } from "../../../components/use-stored.ts";
import { builtInColumns, type ColumnId, parseColumns, serializeColumns } from "./columns.ts";

const parser = createParser({
  parse: parseColumns,
  serialize: serializeColumns,
  eq: (left: ColumnId[], right: ColumnId[]) => serializeColumns(left) === serializeColumns(right),
});

const readStored = (text: string | null) => (text === null ? null : parseColumns(text)) ?? builtInColumns;

/** The columns of the address, else those that this browser keeps as its default, else ours. */
export function useColumns() {
  const [named, setNamed] = useQueryState("columns", parser);
  const [usual, store] = useStored("plumbline.traces.columns", readStored);
  return {
    shown: named ?? usual,
    /** The address names columns that are not the reader's usual ones. */
    differs: named !== null && serializeColumns(named) !== serializeColumns(usual),
    change: (shown: readonly ColumnId[]) => void setNamed([...shown]),
    /** From now on what is shown is what an address without columns shows here. */
    keep: () => {
      store(serializeColumns(named ?? usual));
      void setNamed(null);
    },
    reset: () => {
      store(serializeColumns(builtInColumns));
      void setNamed(null);
    },
  };
}
