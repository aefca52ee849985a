import { type status as codes, Metadata, type ServerErrorResponse } from "@grpc/grpc-js";
import { rpcStatusCodes } from "@plumbline/contracts/otlp";
import { retryAfterSeconds, toPlumblineError } from "../http/errors.ts";
import { bytesField, varintField } from "../http/otlp-reply.ts";

/**
 * The status of a refused export. A RetryInfo among the details tells a client that trying again helps:
 * without it RESOURCE_EXHAUSTED is final, as it must be for what is too large.
 */
export function exportStatus(thrown: unknown): ServerErrorResponse & { code: codes } {
  const error = toPlumblineError(thrown);
  const code = rpcStatusCodes[error.code];
  const metadata = new Metadata();
  const seconds = retryAfterSeconds(error);
  if (seconds !== null) metadata.set("grpc-status-details-bin", statusBytes(code, error.message, seconds));
  return Object.assign(new Error(error.message), { code, details: error.message, metadata });
}

/** google.rpc.Status with a google.rpc.RetryInfo. */
function statusBytes(code: number, message: string, seconds: number): Buffer {
  const retryInfo = bytesField(1, varintField(1, seconds));
  const any = Buffer.concat([
    bytesField(1, Buffer.from("type.googleapis.com/google.rpc.RetryInfo")),
    bytesField(2, retryInfo),
  ]);
  return Buffer.concat([varintField(1, code), bytesField(2, Buffer.from(message)), bytesField(3, any)]);
}
