export type IdKind = "trace" | "session" | "user";

const shape = /^\S{3,200}$/;
/** Names of pages and commands have none of these. */
const mark = /[\d@_:.-]/;
const traceId = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Of what a typed text may be the id, the likeliest first; empty when it looks like words. */
export function idKindsOf(typed: string): readonly IdKind[] {
  if (!shape.test(typed) || !mark.test(typed)) return [];
  if (traceId.test(typed)) return ["trace", "session", "user"];
  if (typed.includes("@")) return ["user", "session", "trace"];
  return ["session", "user", "trace"];
}
