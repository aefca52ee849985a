import type { IngestEvent } from "@plumbline/contracts/events";
import type { OtlpEncoding } from "@plumbline/contracts/otlp";
import {
  decodeMetricsJson,
  decodeMetricsProtobuf,
  type MetricRejection,
} from "@plumbline/spans/decode-otlp-metrics";
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

/** POST /v1/metrics and its aliases: OTLP/HTTP, protobuf or JSON. */
export function ingestOtlpMetrics(url: string, deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url,
    config: { operation: "ingest-otlp-metrics", access: { auth: "key", scopes: ["ingest"] } },
    errorHandler: otlpErrorHandler,
    handler: async (request, reply) => {
      const { projectId } = actorOf(request);
      const encoding = otlpEncodingOf(request.headers["content-type"]);
      const partial = await deps.bodies.withBody(request.raw, (bytes) =>
        receiveOtlpMetrics(deps, { projectId, encoding, bytes }),
      );
      return sendExportResponse(reply, encoding, partial, "rejectedDataPoints");
    },
  };
}

/** One export request, from whichever transport; null when every point of it was taken. */
export async function receiveOtlpMetrics(
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

async function decode(deps: RouteDeps, encoding: OtlpEncoding, bytes: Buffer): Promise<IngestEvent[]> {
  const events: IngestEvent[] = [];
  const timeUs = deps.clock.nowUs();
  const onPoint = (event: IngestEvent): void => {
    events.push(event);
  };
  const onReject = ({ code, reason, raw }: MetricRejection): void => {
    events.push(rejectedEvent({ timeUs, code, reason, raw }));
  };
  const turns =
    encoding === "protobuf"
      ? decodeMetricsProtobuf(bytes, textSlicer, onPoint, onReject)
      : decodeMetricsJson(await parseJson(bytes, deps.limits.API_MAX_DEPTH), onPoint, onReject);
  await inTurns(deps, turns);
  return events;
}
