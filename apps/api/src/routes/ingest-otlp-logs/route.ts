import type { IngestEvent } from "@plumbline/contracts/events";
import type { OtlpEncoding } from "@plumbline/contracts/otlp";
import { decodeOtlpLogsJson, decodeOtlpLogsProtobuf, type LogsSink } from "@plumbline/spans/decode-otlp-logs";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { acceptInChunks } from "../../http/accept-in-chunks.ts";
import { actorOf } from "../../http/authenticate.ts";
import { describeRejected } from "../../http/describe-rejected.ts";
import { inTurns } from "../../http/in-turns.ts";
import { parseJson } from "../../http/json.ts";
import { keepRefusedRequest } from "../../http/keep-refused-request.ts";
import {
  otlpEncodingOf,
  otlpErrorHandler,
  type PartialSuccess,
  sendExportResponse,
} from "../../http/otlp-reply.ts";
import { rejectedEvent } from "../../http/rejected-event.ts";
import { textSlicer } from "../../http/text-slicer.ts";

/**
 * POST /v1/logs and its aliases: GenAI events join their span. Other records are acknowledged and named in
 * the answer, because a refusal would make exporters report an outage for every line of an application.
 */
export function ingestOtlpLogs(url: string, deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url,
    config: { operation: "ingest-otlp-logs", access: { auth: "key", scopes: ["ingest"] } },
    errorHandler: otlpErrorHandler,
    handler: async (request, reply) => {
      const { projectId } = actorOf(request);
      const encoding = otlpEncodingOf(request.headers["content-type"]);
      const partial = await deps.bodies.withBody(request.raw, (bytes) =>
        receiveOtlpLogs(deps, { projectId, encoding, bytes }),
      );
      return sendExportResponse(reply, encoding, partial, "rejectedLogRecords");
    },
  };
}

/** One export request, from whichever transport; null when there is nothing to say about it. */
export async function receiveOtlpLogs(
  deps: RouteDeps,
  { projectId, encoding, bytes }: { projectId: string; encoding: OtlpEncoding; bytes: Buffer },
): Promise<PartialSuccess | null> {
  const source = "otlp";
  const { events, ignored } = await keepRefusedRequest(deps, { projectId, source, bytes }, () =>
    decode(deps, encoding, bytes),
  );
  const requestBytes = bytes.length;
  const { rejected } = await acceptInChunks(deps, { projectId, source, events, requestBytes });
  return describe(rejected, ignored);
}

interface DecodedLogs {
  events: IngestEvent[];
  ignored: number;
}

/** All or nothing: a broken envelope throws, and what was read of it is forgotten. */
async function decode(deps: RouteDeps, encoding: OtlpEncoding, bytes: Buffer): Promise<DecodedLogs> {
  const decoded: DecodedLogs = { events: [], ignored: 0 };
  const timeUs = deps.clock.nowUs();
  const sink: LogsSink = {
    onEvent: (event) => decoded.events.push(event),
    onReject: ({ code, reason, raw }) =>
      decoded.events.push(rejectedEvent({ id: undefined, timeUs, code, reason, raw })),
    onIgnored: () => {
      decoded.ignored++;
    },
  };
  const turns =
    encoding === "protobuf"
      ? decodeOtlpLogsProtobuf(bytes, textSlicer, sink)
      : decodeOtlpLogsJson(await parseJson(bytes, deps.limits.API_MAX_DEPTH), sink);
  await inTurns(deps, turns);
  return decoded;
}

function describe(
  rejected: ReadonlyArray<{ code: string; reason: string }>,
  ignored: number,
): PartialSuccess | null {
  const lines: string[] = [];
  if (rejected.length > 0) lines.push(describeRejected(rejected));
  if (ignored > 0) {
    lines.push(
      `${ignored} log records were not stored: Plumbline keeps the log events of GenAI calls and evaluations`,
    );
  }
  return lines.length === 0 ? null : { rejected: rejected.length, errorMessage: lines.join("; ") };
}
