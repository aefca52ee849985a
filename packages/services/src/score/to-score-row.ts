import type { ScoreRecord } from "@plumbline/clickhouse/queries/score/columns";
import { type ScoreSource, scoreDataTypes } from "@plumbline/contracts/events";
import { isoTime, textOrNull } from "../read-rows.ts";
import type { ScoreRow } from "./types.ts";

const sources: readonly ScoreSource[] = ["API", "EVAL", "ANNOTATION"];

export function toScoreRow(record: ScoreRecord): ScoreRow {
  return {
    id: record.id,
    traceId: textOrNull(record.traceId),
    observationId: textOrNull(record.observationId),
    sessionId: textOrNull(record.sessionId),
    datasetRunId: textOrNull(record.datasetRunId),
    name: record.name,
    source: sources.find((source) => source === record.source) ?? "API",
    dataType: scoreDataTypes.find((type) => type === record.dataType) ?? "NUMERIC",
    value: record.value,
    stringValue: textOrNull(record.stringValue),
    comment: textOrNull(record.comment),
    environment: textOrNull(record.environment) ?? "default",
    metadata: record.metadata,
    configId: textOrNull(record.configId),
    queueId: textOrNull(record.queueId),
    authorUserId: textOrNull(record.authorUserId),
    timestamp: isoTime(record.timestampUs),
    createdAt: isoTime(record.createdUs),
    updatedAt: isoTime(record.updatedUs),
  };
}
