import type { CompleteSpanEvent, SpanFields, SpanKind, SpanPartEvent } from "@plumbline/contracts/events";
import { EventProblem } from "./classic/body.ts";
import { jsonText } from "./clean-text.ts";
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
  textOf,
  timeUsOf,
} from "./doors/values.ts";
import { isRecord } from "./parsed-json.ts";
import { readUsageDetails } from "./usage-fields.ts";

/** Turns and tasks arrive as "custom" and repeat the usage of the calls below them. */
const kinds: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["agent", "AGENT"],
  ["function", "TOOL"],
  ["generation", "GENERATION"],
  ["response", "GENERATION"],
  ["transcription", "GENERATION"],
  ["speech", "GENERATION"],
  ["guardrail", "GUARDRAIL"],
]);

/** One item of `{data: […]}`: a trace, or a span that has ended. */
export function decodeOpenaiAgentsItem(
  item: unknown,
  context: { nowUs: number; traceStartUs?: number | undefined },
): DoorResult {
  return decodeItem(() => {
    if (!isRecord(item)) throw new EventProblem("event.not_an_object", "The item must be an object.");
    if (item["object"] === "trace") return readTrace(item, context);
    if (item["object"] === "trace.span") return readSpan(item);
    throw new EventProblem("event.unknown_type", 'object must be "trace" or "trace.span".');
  });
}

/** A trace has no time of its own: it begins with the first of its spans that came along. */
function readTrace(
  item: Record<string, unknown>,
  context: { nowUs: number; traceStartUs?: number | undefined },
): SpanPartEvent {
  const traceId = requiredId(item["id"], "id");
  const name = textOf(item["workflow_name"]);
  const metadata = recordOf(item["metadata"]);
  const fields = known({
    kind: "TRACE",
    name,
    traceName: name,
    startTimeUs: context.traceStartUs ?? context.nowUs,
    sessionId: firstText(item["group_id"], metadata["session_id"]),
    userId: firstText(metadata["user_id"]),
    feature: firstText(metadata["feature"]),
    metadata: metadataOf(item["metadata"]),
  });
  const eventId = `openai-agents:trace:${traceId}`;
  return { type: "part", eventId, op: "create", timeUs: context.nowUs, traceId, spanId: "", fields };
}

function readSpan(item: Record<string, unknown>): CompleteSpanEvent {
  const data = recordOf(item["span_data"]);
  const type = textOf(data["type"]) ?? "custom";
  const startTimeUs = timeUsOf(item["started_at"], "started_at");
  if (startTimeUs === undefined) {
    throw new EventProblem("event.invalid_field", "started_at is missing.");
  }
  const kind = kinds.get(type) ?? "SPAN";
  const fields = known({
    parentSpanId: idOf(item["parent_id"], "parent_id"),
    kind,
    name: nameOf(type, data),
    endTimeUs: timeUsOf(item["ended_at"], "ended_at"),
    input: contentOf(data["input"]),
    output: contentOf(data["output"]),
    ...readError(item["error"]),
    ...(kind === "GENERATION" ? readCall(data) : {}),
    attributes: attributesOf({
      "openai_agents.type": textOf(at(data, "data", "sdk_span_type")) ?? type,
      handoffs: data["handoffs"],
      tools: data["tools"],
      output_type: data["output_type"],
      from_agent: data["from_agent"],
      to_agent: data["to_agent"],
      triggered: data["triggered"],
      mcp_data: data["mcp_data"],
      server: data["server"],
      result: data["result"],
      data: data["data"],
    }),
  });
  const traceId = requiredId(item["trace_id"], "trace_id");
  return { type: "span", traceId, spanId: requiredId(item["id"], "id"), fields: { ...fields, startTimeUs } };
}

function nameOf(type: string, data: Record<string, unknown>): string {
  if (type === "handoff") return `handoff to ${textOf(data["to_agent"]) ?? "unknown"}`;
  const turn = at(data, "data", "turn");
  const name = textOf(data["name"]) ?? type;
  return typeof turn === "number" ? `${name} ${turn}` : name;
}

function readError(error: unknown): SpanFields {
  if (!isRecord(error)) return {};
  return known({ level: "ERROR", statusMessage: textOf(error["message"]) ?? contentOf(error["data"]) });
}

const secretParameters = /key|secret|token$|header|authorization/i;

/** The provider's own answer counts more exactly than the summary beside it. */
function readCall(data: Record<string, unknown>): SpanFields {
  const answer = at(data, "output", 0);
  const model = textOf(data["model"]);
  const parameters = Object.entries(recordOf(data["model_config"])).filter(
    ([name]) => !secretParameters.test(name),
  );
  const summary = recordOf(data["usage"]);
  const usage =
    readUsageDetails(at(answer, "usage")) ??
    readUsageDetails({ ...recordOf(summary["details"]), ...summary, details: undefined });
  return known({
    modelRequested: model,
    modelUsed: textOf(at(answer, "model")) ?? model,
    modelParameters: parameters.length === 0 ? undefined : jsonText(Object.fromEntries(parameters)),
    responseId: firstText(data["response_id"], at(answer, "id")),
    usageDetails: usage?.usageDetails,
    usageConvention: usage === undefined ? undefined : "inclusive",
    usageSource: usage === undefined ? undefined : "client",
  });
}
