const maxNamedCodes = 5;

/** Each kind of refusal once, with its number and its reason; "" for none. */
export function describeRejected(rejected: ReadonlyArray<{ code: string; reason: string }>): string {
  const counts = new Map<string, { reason: string; count: number }>();
  for (const { code, reason } of rejected) {
    const known = counts.get(code);
    if (known === undefined) counts.set(code, { reason, count: 1 });
    else known.count += 1;
  }
  const named = [...counts].slice(0, maxNamedCodes);
  const lines = named.map(([code, { count, reason }]) => `${code} (${count}): ${reason}`);
  if (counts.size > named.length) lines.push(`and ${counts.size - named.length} more kinds`);
  return lines.join("; ");
}
