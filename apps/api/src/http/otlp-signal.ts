import type { IngestEvent } from "@plumbline/contracts/events";
import type { OtlpEncoding } from "@plumbline/contracts/otlp";
import type { RouteOptions } from "fastify";
import type { DecodeDeps, RouteDeps } from "../deps.ts";
import { acceptInChunks } from "./accept-in-chunks.ts";
import { actorOf } from "./authenticate.ts";
import { describeRejected } from "./describe-rejected.ts";
import { inTurns } from "./in-turns.ts";
import { parseJson } from "./json.ts";
import { keepRefusedRequest } from "./keep-refused-request.ts";
import {
  otlpEncodingOf,
  otlpErrorHandler,
  type PartialSuccess,
  type RejectedName,
  sendExportResponse,
} from "./otlp-reply.ts";
import { rejectedEvent } from "./rejected-event.ts";

/** Where a decoder puts what it reads. */
export interface OtlpSink {
  onEvent: (event: IngestEvent) => void;
  /** Without an id, the same refusal of the same content is one. */
  onReject: (refusal: { id?: string | undefined; code: string; reason: string; raw: string }) => void;
  /** Acknowledged, not stored. */
  onIgnored: () => void;
}

/** What one signal of OTLP has of its own; frame, limits, refusals and answers are the same for all. */
export interface OtlpSignal {
  /** Route and door are named by it. */
  name: "otlp-traces" | "otlp-logs" | "otlp-metrics";
  rejectedName: RejectedName;
  fromProtobuf: (bytes: Buffer, sink: OtlpSink) => Generator<void>;
  fromJson: (body: unknown, sink: OtlpSink) => Generator<void>;
  /** Says of items that were ignored why; absent when the decoders ignore none. */
  describeIgnored?: (count: number) => string;
}

/** POST of an export request: OTLP/HTTP, protobuf or JSON. */
export function otlpRoute(url: string, deps: RouteDeps, signal: OtlpSignal): RouteOptions {
  return {
    method: "POST",
    url,
    config: { operation: `ingest-${signal.name}`, access: { auth: "key", scopes: ["ingest"] } },
    errorHandler: otlpErrorHandler,
    handler: async (request, reply) => {
      const { projectId } = actorOf(request);
      const encoding = otlpEncodingOf(request.headers["content-type"]);
      const partial = await deps.bodies.withBody(request.raw, (bytes) =>
        receiveOtlp(deps, signal, { projectId, encoding, bytes }),
      );
      return sendExportResponse(reply, encoding, partial, signal.rejectedName);
    },
  };
}

interface ExportRequest {
  projectId: string;
  encoding: OtlpEncoding;
  bytes: Buffer;
}

/** One export request, from whichever transport; null when there is nothing to say about it. */
export async function receiveOtlp(
  deps: RouteDeps,
  signal: OtlpSignal,
  { projectId, encoding, bytes }: ExportRequest,
): Promise<PartialSuccess | null> {
  const source = "otlp";
  const door = `${signal.name}:${encoding}` as const;
  const { events, ignored } = await keepRefusedRequest(deps, { projectId, source, door, bytes }, () =>
    decodeOtlp(deps, signal, encoding, bytes),
  );
  const { rejected } = await acceptInChunks(deps, { projectId, source, events, requestBytes: bytes.length });
  const lines = rejected.length > 0 ? [describeRejected(rejected)] : [];
  if (ignored > 0 && signal.describeIgnored) lines.push(signal.describeIgnored(ignored));
  return lines.length === 0 ? null : { rejected: rejected.length, errorMessage: lines.join("; ") };
}

interface Decoded {
  events: IngestEvent[];
  ignored: number;
}

/** All or nothing: a broken envelope throws, and what was read of it is forgotten. */
export async function decodeOtlp(
  deps: DecodeDeps,
  signal: OtlpSignal,
  encoding: OtlpEncoding,
  bytes: Buffer,
): Promise<Decoded> {
  const decoded: Decoded = { events: [], ignored: 0 };
  const timeUs = deps.clock.nowUs();
  const sink: OtlpSink = {
    onEvent: (event) => decoded.events.push(event),
    onReject: ({ id, code, reason, raw }) =>
      decoded.events.push(rejectedEvent({ id, timeUs, code, reason, raw })),
    onIgnored: () => {
      decoded.ignored++;
    },
  };
  const turns =
    encoding === "protobuf"
      ? signal.fromProtobuf(bytes, sink)
      : signal.fromJson(await parseJson(bytes, deps.limits.API_MAX_DEPTH), sink);
  await inTurns(deps, turns);
  return decoded;
}
