/** What ages, the column that says how old it is, and whether the table is cut into months. */
export const retentionTables = {
  spans: { age: "start_time", monthly: true },
  span_io: { age: "start_time", monthly: true },
  span_parts: { age: "first_seen", monthly: false },
  scores: { age: "timestamp", monthly: false },
  metric_points: { age: "time", monthly: true },
  rejected_events: { age: "received_at", monthly: true },
} as const satisfies Record<string, { age: string; monthly: boolean }>;

export type RetentionTable = keyof typeof retentionTables;

export const retentionTableNames: readonly RetentionTable[] = [
  // Text first: what is cut off halfway shall leave a span without its text, not text without its span.
  "span_io",
  "spans",
  "span_parts",
  "scores",
  "metric_points",
  "rejected_events",
];
