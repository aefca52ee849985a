import type { Socket } from "node:net";
import type { ErrorCode } from "@plumbline/contracts/errors";

/** What Node's parser refuses: the status, what is wrong, and what helps. */
const refusals: Readonly<Record<string, readonly [status: string, message: string, nextStep: string]>> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "The headers of the request are larger than 16 KiB.",
    "Send less in headers; most of it belongs into the body.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    "408 Request Timeout",
    "The request did not arrive whole within a minute.",
    "Send smaller batches, or over a faster connection. Nothing was accepted.",
  ],
};
const malformed = [
  "400 Bad Request",
  "What arrived is not well-formed HTTP.",
  "Check the length that the request announces, and what lies between client and server. Nothing of it was accepted.",
] as const;

/** Answers what never became a request, in our own shape: nobody knows yet which protocol was meant. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy(error);
    return;
  }
  const [status, message, nextStep] = refusals[error.code ?? ""] ?? malformed;
  const code: ErrorCode = "invalid_request";
  const body = JSON.stringify({ error: { code, message, nextStep, details: {} } });
  const headers = [
    `HTTP/1.1 ${status}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${headers.join("\r\n")}\r\n\r\n${body}`);
}
