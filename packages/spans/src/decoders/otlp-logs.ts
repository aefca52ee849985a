import { jsonText } from "../clean-text.ts";
import { clearRawLog, createRawLog } from "../otlp/raw-log.ts";
import { readLogJson } from "../otlp/read-json.ts";
import { readLogProtobuf } from "../otlp/read-protobuf.ts";
import { SpanProblem } from "../otlp/span-problem.ts";
import { WireError, WireReader } from "../otlp/wire-reader.ts";
import type { TextSlicer } from "../text-slicer.ts";
import { describeLog, LogSink, type LogsSink } from "./accept-log.ts";
import { brokenRequest, maxRawLength } from "./accept-span.ts";
import { logLists, walkJson } from "./walk-json.ts";
import { walkProtobuf } from "./walk-protobuf.ts";

const log = createRawLog();

/**
 * Reads an ExportLogsServiceRequest, yielding now and then so that the caller can let others run. Throws
 * PlumblineError invalid_request when the envelope is broken: drop what it gave until then.
 */
export function* decodeOtlpLogsProtobuf(
  bytes: Uint8Array,
  text: TextSlicer,
  sink: LogsSink,
): Generator<void> {
  const logs = new LogSink(sink);
  try {
    yield* walkProtobuf(new WireReader(bytes, text), bytes.length, {
      countItem: () => logs.countItem(),
      visit(reader, end, scope) {
        const start = reader.pos;
        const problem = attempt(() => readLogProtobuf(reader, end, log));
        reader.pos = end;
        const describe = () =>
          problem === null
            ? describeLog(log)
            : `protobuf:${reader.hexOf(start, Math.min(end, start + maxRawLength / 2))}`;
        logs.accept(log, scope, problem, describe);
      },
    });
  } catch (error) {
    if (!(error instanceof WireError) && !(error instanceof SpanProblem)) throw error;
    throw brokenRequest(`The body is not an OTLP logs export: ${error.message}`);
  }
}

/** Like decodeOtlpLogsProtobuf, for a body of OTLP/JSON after JSON.parse. */
export function* decodeOtlpLogsJson(parsed: unknown, sink: LogsSink): Generator<void> {
  const logs = new LogSink(sink);
  yield* walkJson(parsed, logLists, {
    countItem: () => logs.countItem(),
    visit(json, scope) {
      const problem = attempt(() => readLogJson(json, log));
      logs.accept(log, scope, problem, () => originalText(json));
    },
  });
}

function attempt(read: () => void): SpanProblem | null {
  clearRawLog(log);
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof SpanProblem) return error;
    if (!(error instanceof WireError)) throw error;
    return new SpanProblem("log.malformed", `The log record is broken: ${error.message}.`);
  }
}

function originalText(json: unknown): string {
  try {
    return jsonText(json);
  } catch {
    // Too deep for the stack: what was read of it must do.
    return describeLog(log);
  }
}
