import type { SpanFields } from "@plumbline/contracts/events";
import type { Body } from "./body.ts";
import { addCommonFields } from "./common.ts";

/** The row of the trace itself. `eventTimeUs` stands in for a timestamp that the body lacks. */
export function readTraceFields(body: Body, eventTimeUs: number): SpanFields {
  const fields: SpanFields = { kind: "TRACE", startTimeUs: body.timeUs("timestamp") ?? eventTimeUs };
  addCommonFields(body, fields);
  if (fields.name !== undefined) fields.traceName = fields.name;
  const userId = body.text("userId");
  if (userId !== undefined) fields.userId = userId;
  const sessionId = body.text("sessionId");
  if (sessionId !== undefined) fields.sessionId = sessionId;
  const release = body.text("release");
  if (release !== undefined) fields.release = release;
  const isPublic = body.boolean("public");
  if (isPublic !== undefined) fields.public = isPublic;
  const tags = body.texts("tags");
  if (tags !== undefined) fields.tags = tags;
  const externalId = body.text("externalId");
  if (externalId !== undefined) fields.attributes = { externalId };
  return fields;
}
