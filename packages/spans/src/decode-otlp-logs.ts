export type { LogsSink } from "./decoders/accept-log.ts";
export { decodeOtlpLogsJson, decodeOtlpLogsProtobuf } from "./decoders/otlp-logs.ts";
