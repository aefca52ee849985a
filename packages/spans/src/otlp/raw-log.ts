import type { AttributeValue } from "./raw-span.ts";

/** One log record as the wire gave it; read into the same object again and again, like RawSpan. */
export interface RawLog {
  /** Lower-case hex of whatever length came, "" when absent. */
  traceId: string;
  spanId: string;
  eventName: string;
  /** Microseconds, 0 when absent, NaN when unreadable. */
  timeUs: number;
  observedUs: number;
  body: AttributeValue;
  keys: string[];
  values: AttributeValue[];
  /** Its first field is a trace id, where a log record has its time: a span was sent as a log. */
  isSpan: boolean;
}

export function createRawLog(): RawLog {
  return {
    traceId: "",
    spanId: "",
    eventName: "",
    timeUs: 0,
    observedUs: 0,
    body: null,
    keys: [],
    values: [],
    isSpan: false,
  };
}

export function clearRawLog(log: RawLog): void {
  log.traceId = "";
  log.spanId = "";
  log.eventName = "";
  log.timeUs = 0;
  log.observedUs = 0;
  log.body = null;
  log.keys.length = 0;
  log.values.length = 0;
  log.isSpan = false;
}
