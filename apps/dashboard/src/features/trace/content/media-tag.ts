/** What Langfuse's SDKs put in the place of a file that they upload. */
const tagPattern = /@@@langfuseMedia:type=([^|@\s]{1,200})\|id=([\w-]{1,64})\|source=([\w-]{1,64})@@@/g;
/** Beyond it a text is a hostile one. */
const maxTags = 100;

/** The ids of the files that a text mentions, each once; what is written otherwise is text like any other. */
export function mediaIdsIn(text: string): string[] {
  const ids = new Set<string>();
  for (const [, , id] of text.matchAll(tagPattern)) {
    if (id !== undefined) ids.add(id);
    if (ids.size === maxTags) break;
  }
  return [...ids];
}

/** Of a value that is a tag and nothing else. */
export function mediaIdOf(value: string): string | null {
  const [match] = value.trim().matchAll(tagPattern);
  return match !== undefined && match[0].length === value.trim().length ? (match[2] ?? null) : null;
}
