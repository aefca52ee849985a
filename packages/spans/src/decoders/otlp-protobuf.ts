import { prepareResource, prepareScope, type SharedFields, type SpanScope } from "../normalise/scope.ts";
import { describeSpan } from "../otlp/check-span.ts";
import { clearRawSpan, createRawSpan, type RawResource, type RawScope } from "../otlp/raw-span.ts";
import { readResourceProtobuf, readScopeProtobuf, readSpanProtobuf } from "../otlp/read-protobuf.ts";
import { SpanProblem } from "../otlp/span-problem.ts";
import { WireError, WireReader } from "../otlp/wire-reader.ts";
import type { TextSlicer } from "../text-slicer.ts";
import {
  brokenRequest,
  maxRawLength,
  type OnReject,
  type OnSpan,
  SpanSink,
  spanProblemOf,
} from "./accept-span.ts";

const span = createRawSpan();

/**
 * Reads an ExportTraceServiceRequest, yielding now and then so that the caller can let others run. Throws
 * PlumblineError invalid_request when the envelope is broken: drop what it gave until then.
 */
export function* decodeOtlpProtobuf(
  bytes: Uint8Array,
  text: TextSlicer,
  onSpan: OnSpan,
  onReject: OnReject,
): Generator<void> {
  const reader = new WireReader(bytes, text);
  try {
    yield* readRequest(reader, bytes.length, new SpanSink(onSpan, onReject));
  } catch (error) {
    if (!(error instanceof WireError) && !(error instanceof SpanProblem)) throw error;
    throw brokenRequest(`The body is not an OTLP trace export: ${error.message}`);
  }
}

function* readRequest(reader: WireReader, end: number, sink: SpanSink): Generator<void> {
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) {
      if (sink.countItem()) yield;
      yield* readResourceSpans(reader, reader.enter(end), sink);
    } else reader.skip(tag, end);
  }
}

function* readResourceSpans(reader: WireReader, end: number, sink: SpanSink): Generator<void> {
  const start = reader.pos;
  let resource: RawResource = { keys: [], values: [] };
  // Fields may come in any order, so the resource is looked for before its spans are read.
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) resource = readResourceProtobuf(reader, reader.enter(end));
    else reader.skip(tag, end);
  }
  const shared = prepareResource(resource);
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x12) {
      if (sink.countItem()) yield;
      yield* readScopeSpans(reader, reader.enter(end), shared, sink);
    } else reader.skip(tag, end);
  }
}

function* readScopeSpans(
  reader: WireReader,
  end: number,
  shared: SharedFields,
  sink: SpanSink,
): Generator<void> {
  const start = reader.pos;
  let rawScope: RawScope = { name: "", version: "" };
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) rawScope = readScopeProtobuf(reader, reader.enter(end));
    else reader.skip(tag, end);
  }
  const scope = prepareScope(shared, rawScope);
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x12) {
      readOneSpan(reader, reader.enter(end), scope, sink);
      if (sink.countItem()) yield;
    } else reader.skip(tag, end);
  }
}

function readOneSpan(reader: WireReader, end: number, scope: SpanScope, sink: SpanSink): void {
  const start = reader.pos;
  let problem: SpanProblem | null = null;
  clearRawSpan(span);
  try {
    readSpanProtobuf(reader, end, span);
  } catch (error) {
    problem = spanProblemOf(error);
    reader.pos = end;
  }
  // What could not be read is shown as hex, two characters a byte.
  const describe = () =>
    problem === null
      ? describeSpan(span)
      : `protobuf:${reader.hexOf(start, Math.min(end, start + maxRawLength / 2))}`;
  sink.accept(span, scope, problem, describe);
}
