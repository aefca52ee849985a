import type { ScoreEvent, SpanPartEvent } from "@plumbline/contracts/events";
import { Hash64 } from "../hash64.ts";
import { readEvaluation } from "../normalise/evaluation.ts";
import {
  attributeOf,
  evaluationEvent,
  isContentEvent,
  readContentEvent,
  writeLogEvent,
} from "../normalise/genai-event.ts";
import type { SpanScope } from "../normalise/scope.ts";
import type { RawLog } from "../otlp/raw-log.ts";
import { attributeText, mapJson } from "../otlp/raw-span.ts";
import { SpanProblem } from "../otlp/span-problem.ts";
import { safeRecord } from "../safe-record.ts";
import { isPlausibleTimeUs } from "../times.ts";
import { maxRawLength, type SpanRejection } from "./accept-span.ts";

export interface LogsSink {
  /** A part brings content to its span, whenever that comes; a score judges a span. */
  onEvent: (event: SpanPartEvent | ScoreEvent) => void;
  onReject: (rejection: SpanRejection) => void;
  /** Any other record: acknowledged, not stored. */
  onIgnored: () => void;
}

const itemsPerTurn = 64;
const traceIdPattern = /^(?!0{32})[0-9a-f]{32}$/;
const spanIdPattern = /^(?!0{16})[0-9a-f]{16}$/;

const missingSpan = new SpanProblem(
  "log.missing_span",
  "The GenAI event carries no trace id and span id, so no span can be found for it. Emit it inside its span.",
);
const spanAsLog = new SpanProblem(
  "log.is_a_span",
  "The record is a span. A traces export belongs to the path /v1/traces.",
);

/** Where decoded log records go. */
export class LogSink {
  readonly #sink: LogsSink;
  /** How often the same record came in this request: twins in one moment are two events. */
  readonly #twins = new Map<string, number>();
  #items = 0;
  #order = 0;

  constructor(sink: LogsSink) {
    this.#sink = sink;
  }

  countItem(): boolean {
    this.#items++;
    return this.#items % itemsPerTurn === 0;
  }

  accept(log: RawLog, scope: SpanScope, readProblem: SpanProblem | null, describe: () => string): void {
    this.#order++;
    if (log.isSpan) return this.#reject(log, spanAsLog, describe);
    if (readProblem !== null) return this.#reject(log, readProblem, describe);
    const name = log.eventName || attributeText(attributeOf(log.keys, log.values, "event.name") ?? "");
    const isEvaluation = name === evaluationEvent;
    if (!isEvaluation && !isContentEvent(name)) return this.#sink.onIgnored();
    if (!traceIdPattern.test(log.traceId) || !spanIdPattern.test(log.spanId)) {
      return this.#reject(log, missingSpan, describe);
    }
    const id = this.#identify(log, name);
    const event = isEvaluation ? readEvaluation(log, scope, id, timeOf(log)) : this.#part(log, name, id);
    if (event === null) return this.#sink.onIgnored();
    this.#sink.onEvent(event);
  }

  /** An update that gives its span one more entry of `logEvents`; the fold makes fields of them. */
  #part(log: RawLog, name: string, id: string): SpanPartEvent | null {
    const content = readContentEvent(name, log.body, log.keys, log.values);
    if (content === null) return null;
    const timeUs = timeOf(log);
    const logEvents = safeRecord<string>();
    logEvents[id] = writeLogEvent({ content, timeUs, observedUs: log.observedUs || 0, order: this.#order });
    return {
      type: "part",
      eventId: `log:${id}`,
      op: "update",
      timeUs,
      traceId: log.traceId,
      spanId: log.spanId,
      fields: { logEvents },
    };
  }

  /** From what the record says alone, so that a repeated export gives the same ids, however it is cut. */
  #identify(log: RawLog, name: string): string {
    const hash = new Hash64().add(`${log.traceId}${log.spanId}${name}\0${attributeText(log.body)}`);
    for (let index = 0; index < log.keys.length; index++) {
      hash.add(`\0${log.keys[index]}\0${attributeText(log.values[index] ?? null)}`);
    }
    const id = `${timeOf(log)}:${hash.hex()}`;
    const twins = this.#twins.get(id) ?? 0;
    this.#twins.set(id, twins + 1);
    return twins === 0 ? id : `${id}:${twins}`;
  }

  #reject(log: RawLog, problem: SpanProblem, describe: () => string): void {
    const rejection: SpanRejection = {
      code: problem.code,
      reason: problem.message,
      raw: describe().slice(0, maxRawLength),
    };
    if (log.traceId !== "") rejection.traceId = log.traceId;
    if (log.spanId !== "") rejection.spanId = log.spanId;
    this.#sink.onReject(rejection);
  }
}

function timeOf(log: RawLog): number {
  if (isPlausibleTimeUs(log.timeUs)) return log.timeUs;
  return isPlausibleTimeUs(log.observedUs) ? log.observedUs : 0;
}

/** Readable JSON of a refused record. */
export function describeLog(log: RawLog): string {
  return mapJson(
    ["traceId", "spanId", "eventName", "timeUs", "body", "attributes"],
    [log.traceId, log.spanId, log.eventName, log.timeUs, log.body, mapJson(log.keys, log.values)],
  ).text;
}
