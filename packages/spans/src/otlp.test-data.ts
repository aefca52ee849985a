import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { decodeOtlpJson, decodeOtlpProtobuf, type TextSlicer } from "./decode-otlp.ts";
import { decodeOtlpLogsJson, decodeOtlpLogsProtobuf, type LogsSink } from "./decode-otlp-logs.ts";
import { collectSpans } from "./decoders/collect-spans.ts";

const fixtures = new URL("../fixtures/", import.meta.url);

const textSlicer: TextSlicer = {
  utf8: (bytes, start, end) => Buffer.from(bytes.buffer, bytes.byteOffset).toString("utf8", start, end),
  hex: (bytes, start, end) => Buffer.from(bytes.buffer, bytes.byteOffset).toString("hex", start, end),
};

export const fromJson = (body: unknown) =>
  collectSpans((onSpan, onReject) => decodeOtlpJson(body, onSpan, onReject));

export const fromProtobuf = (bytes: Uint8Array) =>
  collectSpans((onSpan, onReject) => decodeOtlpProtobuf(bytes, textSlicer, onSpan, onReject));

type LogsEvent = Parameters<LogsSink["onEvent"]>[0];

function collectLogs(decode: (sink: LogsSink) => Generator<void>) {
  const collected = { events: [] as LogsEvent[], codes: [] as string[], ignored: 0 };
  const turns = decode({
    onEvent: (event) => collected.events.push(event),
    onReject: ({ code }) => collected.codes.push(code),
    onIgnored: () => {
      collected.ignored++;
    },
  });
  while (!turns.next().done);
  return collected;
}

export const logsFromJson = (body: unknown) => collectLogs((sink) => decodeOtlpLogsJson(body, sink));

export const logsFromProtobuf = (bytes: Uint8Array) =>
  collectLogs((sink) => decodeOtlpLogsProtobuf(bytes, textSlicer, sink));

export function fixtureBytes(file: string): Uint8Array {
  const bytes = readFileSync(new URL(file, fixtures));
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
}

export function fixtureRequests(file: string): { url: string; body: unknown }[] {
  return JSON.parse(readFileSync(new URL(file, fixtures), "utf8")).requests;
}

export const ids = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
const times = { startTimeUnixNano: "1795261492735374629", endTimeUnixNano: "1795261492736374629" };
export const startUs = 1_795_261_492_735_374;

export function request(...spans: unknown[]) {
  return { resourceSpans: [{ scopeSpans: [{ scope: { name: "test" }, spans }] }] };
}

/** Attributes as OTLP/JSON; what is no text is an AnyValue already. */
export function attributeList(attributes: Record<string, unknown>) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === "string"
        ? { stringValue: value }
        : typeof value === "number"
          ? { doubleValue: value }
          : value,
  }));
}

export function spanWith(attributes: Record<string, unknown>, more: object = {}) {
  return { ...ids, ...times, name: "s", attributes: attributeList(attributes), ...more };
}

/** The fields of the one span, whether it stands alone or is a part. */
export function fieldsOf(attributes: Record<string, unknown>, more: object = {}) {
  const { spans, parts, rejected } = fromJson(request(spanWith(attributes, more)));
  const [span] = [...spans, ...parts];
  if (!span || rejected.length > 0) throw new Error(`no span came out: ${JSON.stringify(rejected)}`);
  return span.fields;
}
