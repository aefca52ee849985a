import type { SpanDetailRecord } from "@plumbline/clickhouse/queries/span/columns";
import { isoTime, textOrNull } from "../read-rows.ts";
import { toTraceSpan } from "../trace/index.ts";
import type { ObservationRow } from "./types.ts";

export function toObservation(
  record: SpanDetailRecord,
  text: { input: string; output: string } | undefined,
): ObservationRow {
  const { offsetMs: _offset, ...span } = toTraceSpan(record, record.startUs);
  return {
    ...span,
    traceId: record.traceId,
    version: textOrNull(record.version),
    release: textOrNull(record.release),
    completionStartTime: record.completionStartUs === null ? null : isoTime(record.completionStartUs),
    modelParameters: textOrNull(record.modelParameters),
    input: textOrNull(text?.input ?? ""),
    output: textOrNull(text?.output ?? ""),
    metadata: record.metadata,
    usageDetails: record.usageDetails,
    usageSource: textOrNull(record.usageSource),
    serviceTier: textOrNull(record.serviceTier),
    inputAudioTokens: record.inputAudioTokens,
    outputAudioTokens: record.outputAudioTokens,
    inputCost: record.inputCost,
    outputCost: record.outputCost,
    costDetails: record.costDetails,
    receivedAt: isoTime(record.receivedUs),
  };
}
