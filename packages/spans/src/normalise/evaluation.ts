import type { ScoreEvent } from "@plumbline/contracts/events";
import { environmentName } from "../environment.ts";
import type { RawLog } from "../otlp/raw-log.ts";
import { attributeText } from "../otlp/raw-span.ts";
import { safeRecord } from "../safe-record.ts";
import { attributeOf } from "./genai-event.ts";
import type { SpanScope } from "./scope.ts";

const prefix = "gen_ai.evaluation.";

/** A score on the span that the event was emitted in; null when it names no evaluation or no result. */
export function readEvaluation(
  log: Pick<RawLog, "traceId" | "spanId" | "keys" | "values">,
  scope: SpanScope,
  id: string,
  timeUs: number,
): ScoreEvent | null {
  const text = (key: string): string | undefined => {
    const value = attributeOf(log.keys, log.values, `${prefix}${key}`);
    return value === undefined ? undefined : attributeText(value);
  };
  const name = text("name");
  const label = text("score.label");
  const given = text("score.value");
  const value = given === undefined ? Number.NaN : Number(given);
  const isNumeric = Number.isFinite(value);
  if (name === undefined || (!isNumeric && label === undefined)) return null;
  const score: ScoreEvent["score"] = {
    id: `otel:${log.spanId}:${id}`,
    traceId: log.traceId,
    observationId: log.spanId,
    name,
    dataType: isNumeric ? "NUMERIC" : "CATEGORICAL",
    source: "EVAL",
    timestampUs: timeUs,
  };
  if (isNumeric) score.value = value;
  else if (label !== undefined) score.stringValue = label;
  const explanation = text("explanation");
  if (explanation !== undefined) score.comment = explanation;
  if (scope.shared.environment !== "") score.environment = environmentName(scope.shared.environment);
  if (isNumeric && label !== undefined) {
    score.metadata = safeRecord();
    score.metadata["label"] = label;
  }
  return { type: "score", eventId: score.id, timeUs, score };
}
