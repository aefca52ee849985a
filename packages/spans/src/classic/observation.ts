import type { SpanFields, SpanKind } from "@plumbline/contracts/events";
import { jsonText } from "../clean-text.ts";
import type { Body } from "./body.ts";
import { addCommonFields } from "./common.ts";
import { addClassicUsage } from "./usage.ts";

const maxPromptVersion = 4_294_967_295;

/** `kind` is undefined when the event does not say it; `defaultStartUs` only for creates. */
export function readObservationFields(
  body: Body,
  kind: SpanKind | undefined,
  defaultStartUs: number | undefined,
): SpanFields {
  const fields: SpanFields = {};
  if (kind !== undefined) fields.kind = kind;
  // Some SDKs write "no parent" as an empty text.
  const parentSpanId = body.value("parentObservationId") === "" ? undefined : body.id("parentObservationId");
  if (parentSpanId !== undefined) fields.parentSpanId = parentSpanId;
  const startTimeUs = body.timeUs("startTime") ?? defaultStartUs;
  if (startTimeUs !== undefined) fields.startTimeUs = startTimeUs;
  const endTimeUs = body.timeUs("endTime");
  if (endTimeUs !== undefined) fields.endTimeUs = endTimeUs;
  const completionStartTimeUs = body.timeUs("completionStartTime");
  if (completionStartTimeUs !== undefined) fields.completionStartTimeUs = completionStartTimeUs;
  addCommonFields(body, fields);
  const model = body.text("model");
  if (model !== undefined) fields.modelUsed = model;
  const modelParameters = body.record("modelParameters");
  if (modelParameters !== undefined) fields.modelParameters = jsonText(modelParameters);
  addPrompt(body, fields);
  addClassicUsage(body, fields);
  return fields;
}

function addPrompt(body: Body, fields: SpanFields): void {
  const promptName = body.text("promptName");
  if (promptName !== undefined) fields.promptName = promptName;
  const version = body.value("promptVersion");
  if (version === undefined) return;
  if (
    typeof version !== "number" ||
    !Number.isInteger(version) ||
    version < 0 ||
    version > maxPromptVersion
  ) {
    throw body.problem("promptVersion", "a whole number");
  }
  fields.promptVersion = version;
}
