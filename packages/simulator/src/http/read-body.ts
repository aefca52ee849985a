import type { IncomingMessage } from "node:http";

/** The whole body; null when the client went away while it was sending it. */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () =>
      resolve(chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks)),
    );
    request.on("error", () => resolve(null));
    request.on("close", () => resolve(null));
  });
}
