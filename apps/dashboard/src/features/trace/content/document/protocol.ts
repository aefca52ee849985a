export type DocumentMode = "tree" | "text";

export interface TreeRow {
  type: "tree";
  node: number;
  depth: number;
  /** Null for the root and for entries of a list. */
  key: string | null;
  /** In its list; null for entries of an object. */
  position: number | null;
  kind: "object" | "list" | "string" | "number" | "word";
  open: boolean;
  /** Entries of an object or list. */
  size: number;
  /** The value, or its beginning. */
  preview: string;
  /** Of the whole value as it was written. */
  characters: number;
  cut: boolean;
}

interface TextRow {
  type: "text";
  /** From 1; 0 where the row continues the line above. */
  line: number;
  text: string;
}

export type DocumentRow = TreeRow | TextRow;

export interface DocumentShape {
  isJson: boolean;
  /** False when a JSON text stops before its end. */
  complete: boolean;
  characters: number;
  values: number;
  rowCount: number;
  /** There are more rows than a page can hold. */
  more: boolean;
}

/** What can be asked of a document. Every change answers with the shape that results. */
export type DocumentRequest =
  | { type: "open"; source: DocumentSource; mode: DocumentMode }
  | { type: "shape"; mode: DocumentMode }
  | { type: "rows"; mode: DocumentMode; from: number; to: number }
  | { type: "toggle"; node: number }
  | { type: "open-all" }
  | { type: "close-all" }
  | { type: "wrap"; columns: number }
  | { type: "find"; words: string }
  | { type: "reveal"; place: number; mode: DocumentMode }
  | { type: "value"; node: number }
  | { type: "path"; node: number };

/** A text that is here, or one that is read from this address. */
export type DocumentSource = { text: string } | { url: string };

export interface DocumentAnswer {
  shape?: DocumentShape;
  rows?: DocumentRow[];
  found?: { count: number; more: boolean };
  row?: number;
  text?: string;
}

export type DocumentMessage = { id: number; request: DocumentRequest };
export type DocumentReply = { id: number; answer: DocumentAnswer } | { id: number; failed: true };
