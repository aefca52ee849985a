import { type ScoreDataType, type ScoreEvent, scoreDataTypes } from "@plumbline/contracts/events";
import { cleanText } from "../clean-text.ts";
import { type Body, EventProblem } from "./body.ts";
import { readEnvironment, readMetadata } from "./common.ts";

const sources = ["API", "EVAL", "ANNOTATION"] as const;
const maxTextLength = 500;
const maxNameLength = 1000;

/** Scores are the one create whose id clients may leave out: the event's id then serves, also on a replay. */
export function readScore(body: Body, eventId: string, eventTimeUs: number): ScoreEvent["score"] {
  const name = body.text("name", maxNameLength);
  if (name === undefined || name === "") throw body.problem("name", "a text that is not empty");
  const score: ScoreEvent["score"] = {
    id: body.id("id") ?? eventId,
    name,
    ...readValue(body),
    source: body.oneOf("source", sources) ?? "API",
    timestampUs: body.timeUs("timestamp") ?? eventTimeUs,
  };
  addTarget(body, score);
  const comment = body.text("comment");
  if (comment !== undefined) score.comment = comment;
  const environment = readEnvironment(body);
  if (environment !== undefined) score.environment = environment;
  const metadata = readMetadata(body);
  if (metadata !== undefined) score.metadata = metadata;
  const configId = body.id("configId");
  if (configId !== undefined) score.configId = configId;
  const queueId = body.id("queueId");
  if (queueId !== undefined) score.queueId = queueId;
  return score;
}

function addTarget(body: Body, score: ScoreEvent["score"]): void {
  const traceId = body.id("traceId");
  const observationId = body.id("observationId");
  const sessionId = body.id("sessionId");
  const datasetRunId = body.id("datasetRunId");
  if (traceId === undefined && sessionId === undefined && datasetRunId === undefined) {
    throw new EventProblem(
      "score.missing_target",
      "The score names no target: one of body.traceId, body.sessionId and body.datasetRunId is needed.",
    );
  }
  if (observationId !== undefined && traceId === undefined) {
    throw new EventProblem("score.missing_target", "body.observationId needs body.traceId beside it.");
  }
  if (traceId !== undefined) score.traceId = traceId;
  if (observationId !== undefined) score.observationId = observationId;
  if (sessionId !== undefined) score.sessionId = sessionId;
  if (datasetRunId !== undefined) score.datasetRunId = datasetRunId;
}

type ScoreValue = Pick<ScoreEvent["score"], "dataType" | "value" | "stringValue">;

function readValue(body: Body): ScoreValue {
  const value = body.value("value");
  const dataType = body.oneOf("dataType", scoreDataTypes) ?? guessDataType(value);
  switch (dataType) {
    case "NUMERIC":
      if (typeof value === "number" && Number.isFinite(value)) return { dataType, value };
      throw body.problem("value", "a number for the data type NUMERIC");
    case "BOOLEAN": {
      const isTrue = value === 1 || value === true;
      if (!isTrue && value !== 0 && value !== false) {
        throw body.problem("value", "0 or 1 for the data type BOOLEAN");
      }
      return { dataType, value: isTrue ? 1 : 0, stringValue: isTrue ? "True" : "False" };
    }
    default: {
      if (typeof value !== "string") throw body.problem("value", `a string for the data type ${dataType}`);
      if (dataType === "TEXT" && (value.length < 1 || value.length > maxTextLength)) {
        throw body.problem("value", `1 to ${maxTextLength} characters long for the data type TEXT`);
      }
      return { dataType, stringValue: cleanText(value) };
    }
  }
}

/** Whether the type was taken from the value alone. */
export function isTypeGuessed(body: Body): boolean {
  return body.value("dataType") === undefined;
}

function guessDataType(value: unknown): ScoreDataType {
  if (typeof value === "string") return "CATEGORICAL";
  return typeof value === "boolean" ? "BOOLEAN" : "NUMERIC";
}
