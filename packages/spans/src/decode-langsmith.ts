import type { IngestEvent, ScoreEvent, SpanPartEvent } from "@plumbline/contracts/events";
import { EventProblem } from "./classic/body.ts";
import { valueText } from "./clean-text.ts";
import { type DoorResult, decodeItem } from "./doors/result.ts";
import { contentOf, idOf, metadataOf, recordOf, requiredId, textOf, timeUsOf } from "./doors/values.ts";
import { Hash64 } from "./hash64.ts";
import { readRunFields } from "./langsmith/run-fields.ts";
import { isRecord } from "./parsed-json.ts";

export type { DoorResult } from "./doors/result.ts";

const uuidLength = 36;

/**
 * A run as LangSmith's clients post it when it starts ("create") and patch it when it ends ("update").
 * The same words again are the same event. `runId` is for patches that name the run in their address only.
 */
export function decodeLangsmithRun(
  op: "create" | "update",
  run: unknown,
  context: { nowUs: number; runId?: string },
): DoorResult {
  return decodeItem(() => readRun(op, run, context));
}

function readRun(
  op: "create" | "update",
  run: unknown,
  context: { nowUs: number; runId?: string },
): SpanPartEvent {
  if (!isRecord(run)) throw new EventProblem("event.not_an_object", "The run must be an object.");
  const spanId = requiredId(run["id"] ?? context.runId, "id");
  const path = (textOf(run["dotted_order"]) ?? "").split(".").map((step) => step.slice(-uuidLength));
  const parentSpanId = idOf(run["parent_run_id"], "parent_run_id") ?? (path.at(-2) || undefined);
  const traceId = idOf(run["trace_id"], "trace_id") ?? (path.length > 1 ? path[0] : undefined);
  if (traceId === undefined && parentSpanId !== undefined) {
    throw new EventProblem("event.missing_id", "trace_id is missing on a run that has a parent.");
  }
  const fields = readRunFields(parentSpanId === undefined ? run : { ...run, parent_run_id: parentSpanId });
  if (parentSpanId !== undefined) fields.parentSpanId = parentSpanId;
  const words = new Hash64().add(JSON.stringify(fields)).hex();
  const sentUs = op === "update" ? fields.endTimeUs : fields.startTimeUs;
  return {
    type: "part",
    eventId: `langsmith:${op}:${spanId}:${words}`.slice(0, 800),
    op,
    timeUs: sentUs ?? context.nowUs,
    // Outside any trace a run is the root of its own.
    traceId: traceId ?? spanId,
    spanId,
    fields,
  };
}

/** Feedback becomes a score. `traceId` is where the run lies when the client does not say it. */
export function decodeLangsmithFeedback(
  feedback: unknown,
  context: { nowUs: number; id: string; traceId?: string | undefined },
): DoorResult {
  return decodeItem((): IngestEvent & ScoreEvent => {
    if (!isRecord(feedback)) throw new EventProblem("event.not_an_object", "The feedback must be an object.");
    const name = textOf(feedback["key"]);
    if (name === undefined) throw new EventProblem("score.missing_name", "key is missing.");
    const id = idOf(feedback["id"], "id") ?? context.id;
    const runId = idOf(feedback["run_id"], "run_id");
    const traceId = idOf(feedback["trace_id"], "trace_id") ?? context.traceId ?? runId;
    if (traceId === undefined) {
      throw new EventProblem("score.missing_target", "The feedback names no run: run_id is needed.");
    }
    const score: ScoreEvent["score"] = {
      id,
      traceId,
      name,
      ...readValue(feedback),
      source: "API",
      timestampUs: timeUsOf(feedback["created_at"], "created_at") ?? context.nowUs,
    };
    if (runId !== undefined) score.observationId = runId;
    const comment = textOf(feedback["comment"]);
    if (comment !== undefined) score.comment = comment;
    const metadata = metadataOf(recordOf(feedback["feedback_source"])["metadata"]);
    if (metadata !== undefined) score.metadata = metadata;
    return { type: "score", eventId: `langsmith:feedback:${id}`, timeUs: context.nowUs, score };
  });
}

type ScoreValue = Pick<ScoreEvent["score"], "dataType" | "value" | "stringValue">;

function readValue(feedback: Record<string, unknown>): ScoreValue {
  const { score, value, correction } = feedback;
  if (typeof score === "boolean") {
    return { dataType: "BOOLEAN", value: score ? 1 : 0, stringValue: score ? "True" : "False" };
  }
  if (typeof score === "number" && Number.isFinite(score)) return { dataType: "NUMERIC", value: score };
  if (typeof value === "number" && Number.isFinite(value)) return { dataType: "NUMERIC", value };
  const text = contentOf(value);
  if (text !== undefined) return { dataType: "CATEGORICAL", stringValue: text };
  if (correction !== undefined && correction !== null) {
    return { dataType: "CORRECTION", stringValue: valueText(correction) };
  }
  if (textOf(feedback["comment"]) !== undefined) {
    return { dataType: "TEXT", stringValue: textOf(feedback["comment"]) ?? "" };
  }
  throw new EventProblem("event.invalid_field", "The feedback has neither score nor value nor comment.");
}
