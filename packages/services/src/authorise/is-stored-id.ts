/** PostgreSQL refuses NUL bytes with an error; such an id, or an absurdly long one, names nothing. */
export function isStoredId(id: string): boolean {
  return id.length > 0 && id.length <= 200 && !id.includes("\0");
}
