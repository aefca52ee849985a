import { PlumblineError } from "@plumbline/contracts/errors";
import {
  type ExportResponseJson,
  type OtlpEncoding,
  otlpContentTypes,
  type RpcStatus,
  rpcStatusCodes,
} from "@plumbline/contracts/otlp";
import type { FastifyReply, FastifyRequest } from "fastify";
import { prepareErrorReply } from "./reply-error.ts";

/** Throws `unsupported_media_type`; parameters such as charset are tolerated. */
export function otlpEncodingOf(contentType: string | undefined): OtlpEncoding {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/x-protobuf" || type === "application/protobuf") return "protobuf";
  if (type === "application/json") return "json";
  throw new PlumblineError("unsupported_media_type", {
    message: "Send application/x-protobuf or application/json.",
  });
}

/** What a success could not do, or, with nothing rejected, what its sender should know. */
export interface PartialSuccess {
  rejected: number;
  errorMessage: string;
}

/** The name of the count in JSON; in protobuf every signal has it as field 1. */
export type RejectedName = "rejectedSpans" | "rejectedLogRecords" | "rejectedDataPoints";

/** A success; nothing rejected means an empty message. */
export function sendExportResponse(
  reply: FastifyReply,
  encoding: OtlpEncoding,
  partial: PartialSuccess | null,
  rejectedName: RejectedName,
): FastifyReply {
  reply.status(200).header("content-type", otlpContentTypes[encoding]);
  if (encoding === "json") {
    const body: ExportResponseJson = {};
    if (partial !== null) {
      const { rejected, errorMessage } = partial;
      body.partialSuccess = { [rejectedName]: String(rejected), errorMessage };
    }
    return reply.send(JSON.stringify(body));
  }
  return reply.send(exportResponseBytes(partial));
}

/** Export…ServiceResponse, whose fields have the same numbers for every signal. */
export function exportResponseBytes(partial: PartialSuccess | null): Buffer {
  if (partial === null) return Buffer.alloc(0);
  const success = Buffer.concat([
    varintField(1, partial.rejected),
    bytesField(2, Buffer.from(partial.errorMessage)),
  ]);
  return bytesField(1, success);
}

/** Errors are google.rpc.Status in the encoding of the request; JSON when the request had neither. */
export function otlpErrorHandler(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = prepareErrorReply(thrown, request, reply);
  const status: RpcStatus = { code: rpcStatusCodes[error.code], message: error.message };
  const encoding = encodingOrJson(request.headers["content-type"]);
  reply
    .header("content-type", otlpContentTypes[encoding])
    .send(
      encoding === "json"
        ? JSON.stringify(status)
        : Buffer.concat([varintField(1, status.code), bytesField(2, Buffer.from(status.message))]),
    );
}

function encodingOrJson(contentType: string | undefined): OtlpEncoding {
  try {
    return otlpEncodingOf(contentType);
  } catch {
    return "json";
  }
}

export function varintField(field: number, value: number): Buffer {
  return Buffer.from([field << 3, ...varint(value)]);
}

export function bytesField(field: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(value.length)]), value]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}
