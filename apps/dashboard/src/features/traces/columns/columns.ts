import type { FieldName } from "@plumbline/filters/fields";
import type { SortColumn } from "../sort.ts";

export interface Column {
  label: string;
  widthPx: number;
  /** Takes a share of the width that is left over. */
  grows?: boolean;
  align?: "right";
  sort?: SortColumn;
  /** The field by which a value in this column filters. */
  field?: FieldName;
}

/** Every column there is, in the order of the menu's beginning. */
const columns = {
  start: { label: "Start", widthPx: 140, sort: "start" },
  name: { label: "Name", widthPx: 152, grows: true },
  input: { label: "Input", widthPx: 130, grows: true },
  output: { label: "Output", widthPx: 130, grows: true },
  latency: { label: "Latency", widthPx: 82, align: "right", sort: "latency" },
  tokens: { label: "Tokens", widthPx: 116, align: "right", sort: "tokens" },
  cost: { label: "Cost", widthPx: 110, align: "right", sort: "cost" },
  spans: { label: "Spans", widthPx: 64, align: "right" },
  errors: { label: "Errors", widthPx: 88, field: "level" },
  user: { label: "User", widthPx: 96, field: "user" },
  session: { label: "Session", widthPx: 116, field: "session" },
  tags: { label: "Tags", widthPx: 148, field: "tag" },
  env: { label: "Environment", widthPx: 116, field: "env" },
  release: { label: "Release", widthPx: 104, field: "release" },
  version: { label: "Version", widthPx: 104, field: "version" },
  id: { label: "Trace id", widthPx: 156 },
} as const satisfies Record<string, Column>;

export type ColumnId = keyof typeof columns;

export const columnOf = (id: ColumnId): Column => columns[id];
export const columnIds = Object.keys(columns).filter(isColumnId);

export const builtInColumns: readonly ColumnId[] = [
  "start",
  "name",
  "input",
  "output",
  "latency",
  "tokens",
  "cost",
  "user",
];

function isColumnId(id: string): id is ColumnId {
  return Object.hasOwn(columns, id);
}

/** "start,name,cost" as an address holds it; null when nothing of it is a column. */
export function parseColumns(text: string): ColumnId[] | null {
  const known = [...new Set(text.split(","))].filter(isColumnId);
  if (known.length === 0) return null;
  // The name carries the link that opens a trace; without it a row could not be reached.
  return known.includes("name") ? known : ["name", ...known];
}

export const serializeColumns = (shown: readonly ColumnId[]): string => shown.join(",");

export function moveColumn(shown: readonly ColumnId[], id: ColumnId, to: number): ColumnId[] {
  const others = shown.filter((other) => other !== id);
  const index = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, index), id, ...others.slice(index)];
}

/** A column that is shown anew comes last, where it is seen; the name stays. */
export function toggleColumn(shown: readonly ColumnId[], id: ColumnId): ColumnId[] {
  if (id === "name") return [...shown];
  return shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id];
}

/** So wide is the table at least; narrower it scrolls. */
export function tableWidthPx(shown: readonly ColumnId[]): number {
  return shown.reduce((sum, id) => sum + columnOf(id).widthPx, 0);
}
