/** The traces of the list in the order that it showed them last, under its filters; for this visit. */
let shown: { projectId: string; traceIds: readonly string[] } | null = null;

/** The list hands over its order whenever its rows change. */
export function rememberOrder(projectId: string, traceIds: readonly string[]): void {
  shown = { projectId, traceIds };
}

/** Null when the list of this visit did not show the trace. */
export function neighboursOf(
  projectId: string,
  traceId: string,
): { previous: string | null; next: string | null } | null {
  if (shown?.projectId !== projectId) return null;
  const at = shown.traceIds.indexOf(traceId);
  if (at < 0) return null;
  return { previous: shown.traceIds[at - 1] ?? null, next: shown.traceIds[at + 1] ?? null };
}
