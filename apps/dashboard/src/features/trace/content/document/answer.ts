import type { DocumentAnswer, DocumentRequest } from "./protocol.ts";
import type { TextDocument } from "./text-document.ts";

/** One request to an open document. */
export function answer(
  document: TextDocument,
  request: Exclude<DocumentRequest, { type: "open" }>,
): DocumentAnswer {
  switch (request.type) {
    case "shape":
      return { shape: document.shape(request.mode) };
    case "rows":
      return { rows: document.rowsBetween(request.mode, request.from, request.to) };
    case "toggle":
      document.toggle(request.node);
      return { shape: document.shape("tree") };
    case "open-all":
      document.openAll();
      return { shape: document.shape("tree") };
    case "close-all":
      document.closeAll();
      return { shape: document.shape("tree") };
    case "wrap":
      document.wrapAt(request.columns);
      return { shape: document.shape("text") };
    case "find":
      return { found: document.find(request.words) };
    case "reveal": {
      const row = document.reveal(request.place, request.mode);
      return { row, shape: document.shape(request.mode) };
    }
    case "value":
      return { text: document.valueOf(request.node) };
    case "path":
      return { text: document.pathOf(request.node) };
  }
}
