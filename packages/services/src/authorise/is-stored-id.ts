/** PostgreSQL refuses NUL bytes with an error; such an id, or an absurdly long one, names nothing. */
export function isStoredId(id: string): boolean {
  return id.length > 0 && id.length <= 200 && !id.includes("\0");
}

/** The same for texts that clients choose, which may be longer. */
export function isStoredText(...texts: Array<string | undefined>): boolean {
  return texts.every((text) => text === undefined || (text.length <= 2_000 && !text.includes("\0")));
}
