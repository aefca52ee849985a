import { decodeOtlpLogsJson, decodeOtlpLogsProtobuf } from "@plumbline/spans/decode-otlp-logs";
import type { OtlpSignal } from "../../http/otlp-signal.ts";
import { textSlicer } from "../../http/text-slicer.ts";

/**
 * /v1/logs and its aliases: GenAI events join their span. Other records are acknowledged and named in the
 * answer, because a refusal would make exporters report an outage for every line of an application.
 */
export const otlpLogs: OtlpSignal = {
  name: "otlp-logs",
  rejectedName: "rejectedLogRecords",
  fromProtobuf: (bytes, sink) => decodeOtlpLogsProtobuf(bytes, textSlicer, sink),
  fromJson: (body, sink) => decodeOtlpLogsJson(body, sink),
  describeIgnored: (count) =>
    `${count} log records were not stored: Plumbline keeps the log events of GenAI calls and evaluations`,
};
