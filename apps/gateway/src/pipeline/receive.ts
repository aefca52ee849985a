import type { GatewayDeps } from "../deps.ts";
import { GatewayError } from "../http/gateway-error.ts";
import type { Call } from "./call.ts";

/** Reads the body, bounded. What is too large is refused before it is read, where its length is told. */
export async function receive(call: Call, deps: GatewayDeps): Promise<void> {
  const { headers } = call.request;
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    throw new GatewayError("compressed_body", "invalid_request");
  }
  const announced = Number(headers["content-length"] ?? 0);
  if (announced > deps.maxBodyBytes) throw tooLarge(deps.maxBodyBytes);
  call.body = await readBody(call, deps.maxBodyBytes);
  call.receivedAt = performance.now();
}

function readBody(call: Call, maxBytes: number): Promise<Buffer> {
  const { request } = call;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onAbort = (): void => reject(new GatewayError("invalid_request", "client_closed"));
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      request.off("data", onData);
      reject(tooLarge(maxBytes));
    };
    call.abort.listen(onAbort);
    request.on("data", onData);
    request.once("end", () => {
      call.abort.unlisten(onAbort);
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, bytes));
    });
    request.once("error", onAbort);
  });
}

function tooLarge(maxBytes: number): GatewayError {
  return new GatewayError("too_large", "invalid_request", {
    message: `The body is larger than ${maxBytes} bytes.`,
  });
}
