/** The list of traces narrowed to one value, as the query bar would write it: `metadata.plan:"pro max"`. */
export function filterLink(projectId: string, field: string, value: string, key?: string): string {
  const name = key === undefined ? field : `${field}.${quoteWhereNeeded(key)}`;
  const query = `${name}:${quoteWhereNeeded(value)}`;
  return `/project/${encodeURIComponent(projectId)}/traces?${new URLSearchParams({ q: query })}`;
}

/** Longer values make addresses that nobody can send, and are no values to narrow by. */
export const maxFilterCharacters = 200;

const needsNoQuotes = /^[\p{L}\p{N}_./@+$%-]+$/u;
const words = new Set(["AND", "OR", "NOT"]);

function quoteWhereNeeded(text: string): string {
  // A leading sign would be read as "not", and a leading dot or @ as something else than a value.
  if (needsNoQuotes.test(text) && /^[\p{L}\p{N}_]/u.test(text) && !words.has(text.toUpperCase())) return text;
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
