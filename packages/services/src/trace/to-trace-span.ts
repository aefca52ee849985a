import type { SpanRecord } from "@plumbline/clickhouse/queries/span/columns";
import { type SpanKind, type SpanLevel, spanKinds, spanLevels } from "@plumbline/contracts/events";
import { isoTime, textOrNull } from "../read-rows.ts";
import type { TraceSpan } from "./types.ts";

export function toTraceSpan(record: SpanRecord, traceStartUs: number): TraceSpan {
  return {
    spanId: record.spanId,
    parentSpanId: textOrNull(record.parentSpanId),
    kind: toKind(record.kind),
    name: record.name,
    startTime: isoTime(record.startUs),
    endTime: record.endUs === null ? null : isoTime(record.endUs),
    offsetMs: (record.startUs - traceStartUs) / 1_000,
    durationMs: msBetween(record.startUs, record.endUs),
    timeToFirstTokenMs: msBetween(record.startUs, record.completionStartUs),
    level: toLevel(record.level),
    statusMessage: textOrNull(record.statusMessage),
    errorClass: textOrNull(record.errorClass),
    environment: textOrNull(record.environment) ?? "default",
    serviceName: textOrNull(record.serviceName),
    scopeName: textOrNull(record.scopeName),
    provider: textOrNull(record.provider),
    model: textOrNull(record.modelUsed) ?? textOrNull(record.modelRequested),
    modelRequested: textOrNull(record.modelRequested),
    promptName: textOrNull(record.promptName),
    promptVersion: record.promptVersion,
    finishReasons: record.finishReasons,
    inputTokens: record.inputTokens,
    outputTokens: record.outputTokens,
    totalTokens: record.totalTokens,
    cacheReadTokens: record.cacheReadTokens,
    cacheWriteTokens: record.cacheWriteTokens,
    reasoningTokens: record.reasoningTokens,
    cost: record.cost,
    costSource: textOrNull(record.costSource),
    rateCardId: textOrNull(record.rateCardId),
    billable: record.billable,
    billableReason: textOrNull(record.billableReason),
    inputBytes: record.inputBytes,
    outputBytes: record.outputBytes,
  };
}

/** A clock that went backwards gives no negative duration. */
function msBetween(fromUs: number, toUs: number | null): number | null {
  return toUs === null ? null : Math.max(0, toUs - fromUs) / 1_000;
}

function toKind(stored: string): SpanKind {
  return spanKinds.find((kind) => kind === stored) ?? "SPAN";
}

function toLevel(stored: string): SpanLevel {
  return spanLevels.find((level) => level === stored) ?? "DEFAULT";
}
