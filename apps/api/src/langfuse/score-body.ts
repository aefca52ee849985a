import type { ScoreBody } from "@plumbline/contracts/langfuse";
import type { ScoreRow } from "@plumbline/services/score";
import { metadataObject } from "./json-value.ts";

export function scoreBody(row: ScoreRow): ScoreBody {
  const value = row.dataType === "TEXT" ? undefined : (row.value ?? 0);
  const stringValue = row.dataType === "NUMERIC" ? undefined : (row.stringValue ?? booleanText(row));
  return {
    id: row.id,
    traceId: row.traceId,
    sessionId: row.sessionId,
    observationId: row.observationId,
    datasetRunId: row.datasetRunId,
    name: row.name,
    source: row.source,
    dataType: row.dataType,
    ...(value === undefined ? {} : { value }),
    ...(stringValue === undefined ? {} : { stringValue }),
    comment: row.comment,
    metadata: metadataObject(row.metadata),
    configId: row.configId,
    queueId: row.queueId,
    authorUserId: row.authorUserId,
    environment: row.environment,
    timestamp: row.timestamp,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function booleanText(row: ScoreRow): string | undefined {
  if (row.dataType !== "BOOLEAN") return row.stringValue ?? "";
  return row.value === 1 ? "True" : "False";
}
