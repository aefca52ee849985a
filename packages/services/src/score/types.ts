import type { ScoreDataType, ScoreSource } from "@plumbline/contracts/events";

/** Times are ISO-8601 UTC. */
export interface ScoreRow {
  id: string;
  traceId: string | null;
  observationId: string | null;
  sessionId: string | null;
  datasetRunId: string | null;
  name: string;
  source: ScoreSource;
  dataType: ScoreDataType;
  /** Number of NUMERIC and BOOLEAN scores, else null. */
  value: number | null;
  stringValue: string | null;
  comment: string | null;
  environment: string;
  metadata: Record<string, string>;
  configId: string | null;
  queueId: string | null;
  authorUserId: string | null;
  timestamp: string;
  createdAt: string;
  updatedAt: string;
}
