import { type Found, findAll, findPattern } from "./find-pattern.ts";
import { indexJson, type JsonIndex } from "./json-index.ts";
import type { DocumentMode, DocumentRow, DocumentShape, TreeRow } from "./protocol.ts";
import { breakIntoRows, maxRows, rowAt, type TextRows } from "./text-rows.ts";

/** What one row shows of a text; all of it can be copied, and stands in the raw view. */
const previewCharacters = 600;
const keyCharacters = 120;
const openUpToRows = 200;

/** A text with the rows that are shown of it. Lives in a worker when it is large. */
export class TextDocument {
  private readonly text: string;
  private readonly index: JsonIndex | null;
  private readonly open: Uint8Array;
  private visible: Uint32Array;
  private visibleCount = 0;
  private rows: TextRows | null = null;
  private columns = 160;
  /** Rows are read one after the other, so the place in a list is counted on from the last one. */
  private lastPosition = { parent: -1, node: 0, position: 0 };
  private found: Found = { places: new Uint32Array(), count: 0, more: false };

  constructor(text: string) {
    this.text = text;
    this.index = indexJson(text);
    this.open = new Uint8Array(this.index?.count ?? 0);
    this.visible = new Uint32Array(0);
    if (this.index) this.openFirstLevels(this.index);
    this.showOpen();
  }

  shape(mode: DocumentMode): DocumentShape {
    return {
      isJson: this.index !== null,
      complete: this.index?.complete ?? true,
      characters: this.text.length,
      values: this.index?.count ?? 0,
      rowCount: mode === "tree" ? this.visibleCount : this.textRows().count,
      more: mode === "tree" ? this.visibleCount === maxRows : this.textRows().count === maxRows,
    };
  }

  rowsBetween(mode: DocumentMode, from: number, to: number): DocumentRow[] {
    const rows: DocumentRow[] = [];
    const last = Math.min(to, this.shape(mode).rowCount);
    for (let row = Math.max(0, from); row < last; row += 1) {
      rows.push(mode === "tree" ? this.treeRow(this.visible[row] ?? 0) : this.textRow(row));
    }
    return rows;
  }

  toggle(node: number): void {
    this.open[node] = this.open[node] ? 0 : 1;
    this.showOpen();
  }

  /** Opens level by level, as many rows as a page can hold. */
  openAll(): void {
    this.open.fill(1);
    this.showOpen();
  }

  closeAll(): void {
    this.open.fill(0);
    if (this.open.length > 0) this.open[0] = 1;
    this.showOpen();
  }

  wrapAt(columns: number): void {
    if (columns === this.columns) return;
    this.columns = columns;
    this.rows = null;
  }

  find(words: string): { count: number; more: boolean } {
    this.found =
      words === ""
        ? { places: new Uint32Array(), count: 0, more: false }
        : findAll(this.text, findPattern(words, this.index !== null));
    return { count: this.found.count, more: this.found.more };
  }

  /** The row of the nth place that was found; in the tree whatever hides it is opened. */
  reveal(place: number, mode: DocumentMode): number {
    const position = this.found.places[2 * place] ?? 0;
    if (mode === "text" || this.index === null) return rowAt(this.textRows(), position);
    const node = rowAt({ starts: this.index.start, count: this.index.count }, position);
    if (this.openAbove(node)) this.showOpen();
    const row = this.rowOf(node);
    if (this.visible[row] === node) return row;
    // Too much is open for a page to hold this row too.
    this.open.fill(0);
    this.openAbove(node);
    this.showOpen();
    return this.rowOf(node);
  }

  /** A text without its quotes and escapes, anything else as it was written. -1 is the whole text. */
  valueOf(node: number): string {
    if (this.index === null || node < 0) return this.text;
    const source = this.text.slice(this.index.valueStart[node], this.index.valueEnd[node]);
    return source.startsWith('"') ? unescapeString(source) : source;
  }

  /** As JavaScript would address it, without a root: `messages[0].content`. */
  pathOf(node: number): string {
    const steps: string[] = [];
    const { index } = this;
    for (let at = node; index && (index.parent[at] ?? -1) >= 0; at = index.parent[at] ?? -1) {
      const key = this.keyOf(at);
      if (key === null) steps.push(`[${this.positionOf(at)}]`);
      else steps.push(/^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
    }
    const path = steps.toReversed().join("");
    return path.startsWith(".") ? path.slice(1) : path;
  }

  private rowOf(node: number): number {
    return rowAt({ starts: this.visible, count: this.visibleCount }, node);
  }

  private openAbove(node: number): boolean {
    let changed = false;
    for (let above = this.index?.parent[node] ?? -1; above >= 0; above = this.index?.parent[above] ?? -1) {
      changed ||= this.open[above] === 0;
      this.open[above] = 1;
    }
    return changed;
  }

  private openFirstLevels(index: JsonIndex): void {
    let rows = 1;
    for (let node = 0; node < index.count && node < 10_000; node += 1) {
      const size = index.size[node] ?? 0;
      const parent = index.parent[node] ?? -1;
      if (size === 0 || (parent >= 0 && this.open[parent] === 0)) continue;
      // The root always opens: a folded root tells nothing.
      if (node > 0 && rows + size > openUpToRows) continue;
      this.open[node] = 1;
      rows += size;
    }
  }

  private showOpen(): void {
    const { index } = this;
    if (index === null) return;
    const visible = new Uint32Array(Math.min(index.count, maxRows));
    let count = 0;
    for (let node = 0; node < index.count && count < maxRows; ) {
      visible[count] = node;
      count += 1;
      const isOpen = this.open[node] === 1;
      node = isOpen ? node + 1 : (index.end[node] ?? index.count);
    }
    this.visible = visible;
    this.visibleCount = count;
  }

  private textRows(): TextRows {
    this.rows ??= breakIntoRows(this.text, this.columns);
    return this.rows;
  }

  private textRow(row: number): DocumentRow {
    const { starts, ends, lines } = this.textRows();
    return { type: "text", line: lines[row] ?? 0, text: this.text.slice(starts[row], ends[row]) };
  }

  private treeRow(node: number): TreeRow {
    const { text } = this;
    const valueStart = this.index?.valueStart[node] ?? 0;
    const valueEnd = this.index?.valueEnd[node] ?? 0;
    const kind = kindOf(text.charAt(valueStart));
    const key = this.keyOf(node);
    const isBranch = kind === "object" || kind === "list";
    const source = isBranch ? "" : text.slice(valueStart, Math.min(valueEnd, valueStart + previewCharacters));
    return {
      type: "tree",
      node,
      depth: this.depthOf(node),
      key: key === null ? null : key.slice(0, keyCharacters),
      position: key === null && node > 0 ? this.positionOf(node) : null,
      kind,
      open: this.open[node] === 1,
      size: this.index?.size[node] ?? 0,
      preview: kind === "string" ? unescapeString(source) : source,
      characters: valueEnd - valueStart,
      cut: !isBranch && valueEnd - valueStart > previewCharacters,
    };
  }

  private keyOf(node: number): string | null {
    const start = this.index?.start[node] ?? 0;
    const valueStart = this.index?.valueStart[node] ?? 0;
    if (start === valueStart) return null;
    return unescapeString(this.text.slice(start, valueStart).replace(/\s*:\s*$/, ""));
  }

  private depthOf(node: number): number {
    let depth = 0;
    for (let at = this.index?.parent[node] ?? -1; at >= 0; at = this.index?.parent[at] ?? -1) depth += 1;
    return depth;
  }

  /** Its place in the list, by stepping over the entries before it. */
  private positionOf(node: number): number {
    const { index, lastPosition: last } = this;
    const parent = index?.parent[node] ?? -1;
    if (index === null || parent < 0) return 0;
    const goesOn = last.parent === parent && last.node <= node;
    let position = goesOn ? last.position : 0;
    for (let at = goesOn ? last.node : parent + 1; at < node; at = index.end[at] ?? node) position += 1;
    this.lastPosition = { parent, node, position };
    return position;
  }
}

function kindOf(first: string): TreeRow["kind"] {
  if (first === "{") return "object";
  if (first === "[") return "list";
  if (first === '"') return "string";
  return first === "t" || first === "f" || first === "n" ? "word" : "number";
}

/** Tolerates a text that was cut within: what cannot be unescaped is shown as it stands. */
function unescapeString(source: string): string {
  const isClosed = source.length > 1 && source.endsWith('"');
  for (const candidate of [source, `${source}"`, `${source.replace(/\\u?[0-9a-fA-F]{0,3}$/, "")}"`]) {
    if (candidate === source && !isClosed) continue;
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === "string") return value;
    } catch {
      // The next way of reading it.
    }
  }
  return source.replace(/^"|"$/g, "");
}
