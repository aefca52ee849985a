import type { SpanScope } from "../normalise/scope.ts";
import { describeSpan } from "../otlp/check-span.ts";
import { clearRawSpan, createRawSpan } from "../otlp/raw-span.ts";
import { readSpanProtobuf } from "../otlp/read-protobuf.ts";
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
import { walkProtobuf } from "./walk-protobuf.ts";

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
  const sink = new SpanSink(onSpan, onReject);
  try {
    yield* walkProtobuf(new WireReader(bytes, text), bytes.length, {
      countItem: () => sink.countItem(),
      visit: (reader, end, scope) => readOneSpan(reader, end, scope, sink),
    });
  } catch (error) {
    if (!(error instanceof WireError) && !(error instanceof SpanProblem)) throw error;
    throw brokenRequest(`The body is not an OTLP trace export: ${error.message}`);
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
