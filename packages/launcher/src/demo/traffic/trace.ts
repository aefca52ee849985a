import { randomBytes } from "node:crypto";

type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A span as OTLP's JSON has it. */
export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: OtlpAttribute[];
  status: { code?: number; message?: string };
}

interface OtlpAttribute {
  key: string;
  value: object;
}

export interface OpenSpan {
  spanId: string;
  /** For who is called within this span. */
  traceparent: string;
  /** Once; `failure` makes it an error. */
  end(attributes: Attributes, failure?: string): void;
}

export interface Trace {
  start(name: string, parent: OpenSpan | null, attributes: Attributes): OpenSpan;
}

const internalKind = 1;
const errorCode = 2;

/** The trace of an application, as an OpenTelemetry SDK would make it. Spans are handed over as they end. */
export function startTrace(take: (span: OtlpSpan) => void): Trace {
  const traceId = randomBytes(16).toString("hex");
  return {
    start(name, parent, attributes) {
      const spanId = randomBytes(8).toString("hex");
      const startTimeUnixNano = nowNanos();
      return {
        spanId,
        traceparent: `00-${traceId}-${spanId}-01`,
        end(more, failure) {
          take({
            traceId,
            spanId,
            ...(parent === null ? {} : { parentSpanId: parent.spanId }),
            name,
            kind: internalKind,
            startTimeUnixNano,
            endTimeUnixNano: nowNanos(),
            attributes: writeAttributes({ ...attributes, ...more }),
            status: failure === undefined ? {} : { code: errorCode, message: failure },
          });
        },
      };
    },
  };
}

export function writeAttributes(attributes: Attributes): OtlpAttribute[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: writeValue(value) }));
}

function writeValue(value: AttributeValue): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  return { arrayValue: { values: value.map((entry) => ({ stringValue: entry })) } };
}

function nowNanos(): string {
  return `${Math.round((performance.timeOrigin + performance.now()) * 1_000)}000`;
}
