import type { TraceColumn } from "./columns.ts";

/** What a list can be ordered by. */
export const traceSorts = {
  startTime: { sql: "startUs", columns: [] },
  durationMs: { sql: "endUs - firstUs", columns: ["endUs", "firstUs"] },
  cost: { sql: "totalCost", columns: ["totalCost"] },
  totalTokens: { sql: "totalTokens", columns: ["totalTokens"] },
  name: { sql: "traceName", columns: ["traceName"] },
  userId: { sql: "userId", columns: ["userId"] },
  sessionId: { sql: "sessionId", columns: ["sessionId"] },
  release: { sql: "traceRelease", columns: ["traceRelease"] },
  version: { sql: "traceVersion", columns: ["traceVersion"] },
  traceId: { sql: "trace_id", columns: [] },
} as const satisfies Record<string, { sql: string; columns: readonly TraceColumn[] }>;

export type TraceSort = keyof typeof traceSorts;
