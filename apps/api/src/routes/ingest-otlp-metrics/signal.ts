import { decodeMetricsJson, decodeMetricsProtobuf } from "@plumbline/spans/decode-otlp-metrics";
import type { OtlpSignal } from "../../http/otlp-signal.ts";
import { textSlicer } from "../../http/text-slicer.ts";

/** /v1/metrics and its aliases. */
export const otlpMetrics: OtlpSignal = {
  name: "otlp-metrics",
  rejectedName: "rejectedDataPoints",
  fromProtobuf: (bytes, sink) => decodeMetricsProtobuf(bytes, textSlicer, sink.onEvent, sink.onReject),
  fromJson: (body, sink) => decodeMetricsJson(body, sink.onEvent, sink.onReject),
};
