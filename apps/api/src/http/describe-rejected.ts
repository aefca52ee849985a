import type { PartialSuccess } from "./otlp-reply.ts";

const maxNamedCodes = 5;

/** Partial success in OTLP's terms: how many, and each kind of reason with its count. */
export function describeRejected(
  rejected: ReadonlyArray<{ code: string; reason: string }>,
): PartialSuccess | null {
  if (rejected.length === 0) return null;
  const counts = new Map<string, { reason: string; count: number }>();
  for (const { code, reason } of rejected) {
    const known = counts.get(code);
    if (known === undefined) counts.set(code, { reason, count: 1 });
    else known.count += 1;
  }
  const named = [...counts].slice(0, maxNamedCodes);
  const lines = named.map(([code, { count, reason }]) => `${code} (${count}): ${reason}`);
  if (counts.size > named.length) lines.push(`and ${counts.size - named.length} more kinds`);
  return { rejected: rejected.length, errorMessage: lines.join("; ") };
}
