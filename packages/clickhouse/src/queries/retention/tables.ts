/** What ages, the column that says how old it is, and whether the table is cut into months. */
export const retentionTables = {
  spans: { age: "start_time", monthly: true },
  span_io: { age: "start_time", monthly: true },
  span_parts: { age: "first_seen", monthly: false },
  scores: { age: "timestamp", monthly: false },
  metric_points: { age: "time", monthly: true },
  dead_letters: { age: "received_at", monthly: false },
  dead_letter_arrivals: { age: "received_at", monthly: true },
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
  "dead_letters",
  "dead_letter_arrivals",
  "rejected_events",
];

/** What obeys a period of its own, besides that of the project. */
export const deadLetterTables: readonly RetentionTable[] = [
  "dead_letters",
  "dead_letter_arrivals",
  "rejected_events",
];
