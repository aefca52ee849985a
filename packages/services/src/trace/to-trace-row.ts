import { quietUs } from "@plumbline/clickhouse/queries/filter/field-sql";
import type { TraceRecord } from "@plumbline/clickhouse/queries/trace/columns";
import type { SpanLevel } from "@plumbline/contracts/events";
import { isoTime, textOrNull } from "../read-rows.ts";
import type { TraceRow } from "./types.ts";

const levels: readonly SpanLevel[] = ["DEBUG", "DEFAULT", "WARNING", "ERROR"];

export function levelRank(level: SpanLevel): number {
  return levels.indexOf(level);
}

export function toTraceRow(record: TraceRecord, nowUs: number): TraceRow {
  const unfinished = record.openCount > 0 || record.rootCount === 0;
  return {
    traceId: record.traceId,
    name: textOrNull(record.traceName),
    startTime: isoTime(record.startUs),
    durationMs: record.endUs === null ? null : Math.max(0, record.endUs - record.firstUs) / 1_000,
    userId: textOrNull(record.userId),
    sessionId: textOrNull(record.sessionId),
    environment: textOrNull(record.traceEnvironment) ?? "default",
    release: textOrNull(record.traceRelease),
    version: textOrNull(record.traceVersion),
    tags: record.tagSet,
    public: record.isPublic,
    createdAt: isoTime(record.firstReceivedUs),
    updatedAt: isoTime(record.lastReceivedUs),
    spanCount: record.spanCount,
    errorCount: record.errorCount,
    inputTokens: record.inputTokens,
    outputTokens: record.outputTokens,
    totalTokens: record.totalTokens,
    cost: record.totalCost,
    unpricedCount: record.unpricedCount,
    inputPreview: textOrNull(record.traceInputPreview),
    outputPreview: textOrNull(record.traceOutputPreview),
    level: levels[record.levelRank] ?? "DEFAULT",
    running: unfinished && nowUs - record.lastReceivedUs < quietUs,
  };
}
