import type { ScoreEvent, SpanFields, SpanKind, SpanPartEvent } from "@plumbline/contracts/events";
import { EventProblem } from "./classic/body.ts";
import { type DoorResult, decodeItem } from "./doors/result.ts";
import {
  at,
  attributesOf,
  contentOf,
  firstText,
  idOf,
  known,
  metadataOf,
  recordOf,
  requiredId,
  tagsOf,
  textOf,
  timeUsOf,
} from "./doors/values.ts";
import { Hash64 } from "./hash64.ts";
import { providerName } from "./normalise/provider.ts";
import { readOpikUsage } from "./opik/usage.ts";
import { isRecord } from "./parsed-json.ts";

const kinds: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["llm", "GENERATION"],
  ["tool", "TOOL"],
  ["guardrail", "GUARDRAIL"],
  ["general", "SPAN"],
]);

export interface OpikContext {
  nowUs: number;
  op: "create" | "update";
  /** Of updates, which name their object in the address. */
  id?: string | undefined;
}

/** A trace of Opik's: the row of the trace itself. */
export function decodeOpikTrace(trace: unknown, context: OpikContext): DoorResult {
  return decodeItem(() => {
    const body = objectOf(trace);
    const traceId = requiredId(context.id ?? body["id"], "id");
    const name = textOf(body["name"]);
    const metadata = recordOf(body["metadata"]);
    const fields = known({
      ...readCommon(body),
      kind: "TRACE",
      traceName: name,
      sessionId: firstText(body["thread_id"]),
      userId: firstText(metadata["user_id"]),
      feature: firstText(metadata["feature"]),
    });
    return partOf(context, { traceId, spanId: "", fields }, body);
  });
}

export function decodeOpikSpan(span: unknown, context: OpikContext): DoorResult {
  return decodeItem(() => {
    const body = objectOf(span);
    const spanId = requiredId(context.id ?? body["id"], "id");
    const type = textOf(body["type"])?.toLowerCase();
    const fields = known({
      ...readCommon(body),
      kind: type === undefined ? undefined : (kinds.get(type) ?? "SPAN"),
      parentSpanId: idOf(body["parent_span_id"], "parent_span_id"),
      ...(type === undefined || type === "llm" ? readCall(body) : {}),
    });
    const traceId = requiredId(body["trace_id"], "trace_id");
    return partOf(context, { traceId, spanId, fields }, body);
  });
}

/** `traceId` is where a scored span lies: such a score names only the span. */
export function decodeOpikScore(
  score: unknown,
  context: { nowUs: number; of: "trace" | "span"; traceId?: string | undefined },
): DoorResult {
  return decodeItem(() => {
    const body = objectOf(score);
    const targetId = requiredId(body["id"], "id");
    const name = textOf(body["name"]);
    if (name === undefined) throw new EventProblem("score.missing_name", "name is missing.");
    const value = Number(body["value"]);
    if (body["value"] === null || body["value"] === "" || !Number.isFinite(value)) {
      throw new EventProblem("event.invalid_field", "value must be a number.");
    }
    const traceId = context.of === "trace" ? targetId : context.traceId;
    // Opik keeps one score of a name on an object; a later one replaces it.
    const id = `opik:${new Hash64().add(`${context.of}\n${targetId}\n${name}`).hex()}`;
    const comment = textOf(body["reason"]);
    const event: ScoreEvent = {
      type: "score",
      eventId: id,
      timeUs: context.nowUs,
      score: {
        id,
        name,
        dataType: "NUMERIC",
        value,
        source: "API",
        timestampUs: context.nowUs,
        ...(traceId === undefined ? {} : { traceId }),
        ...(context.of === "span" ? { observationId: targetId } : {}),
        ...(comment === undefined ? {} : { comment }),
      },
    };
    return event;
  });
}

function objectOf(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw new EventProblem("event.not_an_object", "The item must be an object.");
}

function partOf(
  { op, nowUs }: OpikContext,
  part: Pick<SpanPartEvent, "traceId" | "spanId" | "fields">,
  body: Record<string, unknown>,
): SpanPartEvent {
  const { traceId, spanId, fields } = part;
  const words = new Hash64().add(JSON.stringify(fields)).hex();
  const eventId = `opik:${op}:${spanId === "" ? traceId : spanId}:${words}`.slice(0, 800);
  const changedUs = timeUsOf(body["last_updated_at"], "last_updated_at");
  const timeUs = changedUs ?? (op === "create" ? fields.startTimeUs : fields.endTimeUs) ?? nowUs;
  return { type: "part", eventId, op, timeUs, ...part };
}

function readCommon(body: Record<string, unknown>): SpanFields {
  const error = recordOf(body["error_info"]);
  const failed = Object.keys(error).length > 0;
  const words = [textOf(error["exception_type"]), textOf(error["message"])].filter(Boolean).join(": ");
  return known({
    name: textOf(body["name"]),
    startTimeUs: timeUsOf(body["start_time"], "start_time"),
    endTimeUs: timeUsOf(body["end_time"], "end_time"),
    input: contentOf(body["input"]),
    output: contentOf(body["output"]),
    metadata: metadataOf(body["metadata"]),
    tags: tagsOf(body["tags"]),
    level: failed ? "ERROR" : undefined,
    statusMessage: failed ? words || undefined : undefined,
    attributes: attributesOf({
      "opik.project": body["project_name"],
      "opik.traceback": at(error, "traceback"),
    }),
  });
}

function readCall(body: Record<string, unknown>): SpanFields {
  const provider = textOf(body["provider"]);
  const startTimeUs = timeUsOf(body["start_time"], "start_time");
  const { ttft } = body;
  const knowsFirst = typeof ttft === "number" && ttft >= 0 && startTimeUs !== undefined;
  return known({
    provider: provider === undefined ? undefined : providerName(provider),
    modelUsed: textOf(body["model"]),
    completionStartTimeUs: knowsFirst ? startTimeUs + Math.round(ttft * 1_000) : undefined,
    ...readOpikUsage(body["usage"], body["total_estimated_cost"]),
  });
}
