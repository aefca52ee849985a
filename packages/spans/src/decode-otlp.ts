export type { OnReject, OnSpan, SpanRejection } from "./decoders/accept-span.ts";
export { decodeOtlpJson } from "./decoders/otlp-json.ts";
export { decodeOtlpProtobuf } from "./decoders/otlp-protobuf.ts";
export type { TextSlicer } from "./text-slicer.ts";
