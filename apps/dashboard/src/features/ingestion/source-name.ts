const names = new Map([
  ["otlp", "OpenTelemetry"],
  ["langfuse", "Langfuse protocol"],
  ["api", "API"],
]);

/** The protocol that an event came by. */
export const sourceName = (source: string): string => names.get(source) ?? source;
