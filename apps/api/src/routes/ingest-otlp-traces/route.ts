import type { IngestEvent } from "@plumbline/contracts/events";
import type { OtlpEncoding } from "@plumbline/contracts/otlp";
import { decodeOtlpJson, decodeOtlpProtobuf, type SpanRejection } from "@plumbline/spans/decode-otlp";
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

/** POST /v1/traces and its aliases: OTLP/HTTP, protobuf or JSON. */
export function ingestOtlpTraces(url: string, deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url,
    config: { operation: "ingest-otlp-traces", access: { auth: "key", scopes: ["ingest"] } },
    errorHandler: otlpErrorHandler,
    handler: async (request, reply) => {
      const { projectId } = actorOf(request);
      const encoding = otlpEncodingOf(request.headers["content-type"]);
      const partial = await deps.bodies.withBody(request.raw, (bytes) =>
        receiveOtlpTraces(deps, { projectId, encoding, bytes }),
      );
      return sendExportResponse(reply, encoding, partial);
    },
  };
}

/** One export request, from whichever transport; null when every span of it was taken. */
export async function receiveOtlpTraces(
  deps: RouteDeps,
  { projectId, encoding, bytes }: { projectId: string; encoding: OtlpEncoding; bytes: Buffer },
): Promise<PartialSuccess | null> {
  const source = "otlp";
  const events = await keepRefusedRequest(deps, { projectId, source, bytes }, () =>
    decode(deps, encoding, bytes),
  );
  const requestBytes = bytes.length;
  const { rejected } = await acceptInChunks(deps, { projectId, source, events, requestBytes });
  if (rejected.length === 0) return null;
  return { rejected: rejected.length, errorMessage: describeRejected(rejected) };
}

/** All or nothing: a broken envelope throws, and what was read of it is forgotten. */
async function decode(deps: RouteDeps, encoding: OtlpEncoding, bytes: Buffer): Promise<IngestEvent[]> {
  const events: IngestEvent[] = [];
  const timeUs = deps.clock.nowUs();
  const onReject = (rejection: SpanRejection): void => {
    const { code, reason, raw, traceId, spanId } = rejection;
    const id = traceId && spanId ? `${traceId}:${spanId}` : undefined;
    events.push(rejectedEvent({ id, timeUs, code, reason, raw }));
  };
  const onSpan = (event: IngestEvent): void => {
    events.push(event);
  };
  const turns =
    encoding === "protobuf"
      ? decodeOtlpProtobuf(bytes, textSlicer, onSpan, onReject)
      : decodeOtlpJson(await parseJson(bytes, deps.limits.API_MAX_DEPTH), onSpan, onReject);
  await inTurns(deps, turns);
  return events;
}
