import type { ScoreFieldGroup, ScoreSubjectBody, ScoreV3Body } from "@plumbline/contracts/langfuse-reads";
import type { ScoreRow } from "@plumbline/services/score";
import { metadataObject } from "./json-value.ts";

export function scoreV3Body(
  row: ScoreRow,
  projectId: string,
  groups: ReadonlySet<ScoreFieldGroup>,
): ScoreV3Body {
  const subject = groups.has("subject") ? subjectOf(row) : null;
  return {
    id: row.id,
    projectId,
    name: row.name,
    source: row.source,
    dataType: row.dataType,
    value: typedValue(row),
    timestamp: row.timestamp,
    environment: row.environment,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    ...(groups.has("details")
      ? { comment: row.comment, configId: row.configId, metadata: metadataObject(row.metadata) }
      : {}),
    ...(groups.has("annotation") ? { authorUserId: row.authorUserId, queueId: row.queueId } : {}),
    ...(subject === null ? {} : { subject }),
  };
}

function typedValue(row: ScoreRow): ScoreV3Body["value"] {
  if (row.dataType === "NUMERIC") return row.value ?? 0;
  return row.dataType === "BOOLEAN" ? row.value === 1 : (row.stringValue ?? "");
}

function subjectOf(row: ScoreRow): ScoreSubjectBody | null {
  const { traceId, observationId, sessionId, datasetRunId } = row;
  if (observationId !== null)
    return { kind: "observation", id: observationId, ...(traceId === null ? {} : { traceId }) };
  if (traceId !== null) return { kind: "trace", id: traceId };
  if (sessionId !== null) return { kind: "session", id: sessionId };
  return datasetRunId === null ? null : { kind: "experiment", id: datasetRunId };
}
