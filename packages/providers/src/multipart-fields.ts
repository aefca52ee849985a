import type { Range } from "./member-scanner.ts";

/** Where the value of a text field of a form lies; null without one. Files are skipped, not read. */
export function findFormField(body: Buffer, contentType: string, name: string): Range | null {
  const boundary = /boundary="?([^";,]{1,200})"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return null;
  const delimiter = Buffer.from(`--${boundary}`);
  const blank = Buffer.from("\r\n\r\n");
  let at = body.indexOf(delimiter);
  while (at !== -1) {
    const headEnd = body.indexOf(blank, at);
    const next = headEnd === -1 ? -1 : body.indexOf(delimiter, headEnd);
    if (next === -1) return null;
    const head = body.toString("latin1", at + delimiter.length, Math.min(headEnd, at + 4_096));
    const isWanted = /content-disposition: *form-data/i.test(head) && fieldName(head) === name;
    if (isWanted && !/filename/i.test(head)) return { start: headEnd + blank.length, end: next - 2 };
    at = next;
  }
  return null;
}

function fieldName(head: string): string | undefined {
  const match = /[ ;]name=(?:"([^"]*)"|([^;\s]+))/i.exec(head);
  return match?.[1] ?? match?.[2];
}
