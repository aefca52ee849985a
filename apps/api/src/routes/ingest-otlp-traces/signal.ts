import { decodeOtlpJson, decodeOtlpProtobuf, type SpanRejection } from "@plumbline/spans/decode-otlp";
import type { OtlpSignal, OtlpSink } from "../../http/otlp-signal.ts";
import { textSlicer } from "../../http/text-slicer.ts";

/** /v1/traces and its aliases. */
export const otlpTraces: OtlpSignal = {
  name: "otlp-traces",
  rejectedName: "rejectedSpans",
  fromProtobuf: (bytes, sink) => decodeOtlpProtobuf(bytes, textSlicer, sink.onEvent, refuseIn(sink)),
  fromJson: (body, sink) => decodeOtlpJson(body, sink.onEvent, refuseIn(sink)),
};

/** A span that is sent again is refused once. */
function refuseIn(sink: OtlpSink): (rejection: SpanRejection) => void {
  return ({ traceId, spanId, ...refusal }) =>
    sink.onReject({ ...refusal, id: traceId && spanId ? `${traceId}:${spanId}` : undefined });
}
