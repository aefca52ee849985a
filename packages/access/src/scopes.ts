/** What an API key may be given. No scope contains another: a key that may write may not read. */
export const scopes = ["ingest", "read", "prompts", "scores", "gateway", "admin"] as const;
export type Scope = (typeof scopes)[number];

export function isScope(value: string): value is Scope {
  return (scopes as readonly string[]).includes(value);
}

/** A new key never holds more than its creator: true when every requested scope is among the granted. */
export function isScopeSubset(requested: readonly Scope[], granted: readonly Scope[]): boolean {
  return requested.every((scope) => granted.includes(scope));
}
