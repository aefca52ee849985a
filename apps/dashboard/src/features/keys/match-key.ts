interface Bound {
  /** As KeyboardEvent.key names it; of two pressed one after the other "g t". */
  key: string;
}

export type KeyMatch<Binding> = { run: Binding } | { waitAfter: string } | null;

/**
 * What a pressed key means after `pending`, the first of two. Later bindings go before earlier ones. A
 * second key that completes nothing means nothing: it was not meant for itself.
 */
export function matchKey<Binding extends Bound>(
  bindings: readonly Binding[],
  pending: string | null,
  key: string,
): KeyMatch<Binding> {
  const pressed = pending === null ? key : `${pending} ${key}`;
  const exact = bindings.findLast((binding) => binding.key === pressed);
  if (exact) return { run: exact };
  const begins = pending === null && bindings.some((binding) => binding.key.startsWith(`${key} `));
  return begins ? { waitAfter: key } : null;
}
