import type { IncomingMessage } from "node:http";
import { createGunzip, createInflate } from "node:zlib";
import { StatementError } from "./statement.ts";

export interface RequestBody {
  bytes: Uint8Array;
  /** Fields of a multipart form: the statement and its parameters, when they are too long for a URL. */
  fields: Array<[string, string]>;
}

/** Reads, decompresses and bounds a body. The bound holds for the decompressed size. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  const bytes = await collect(request, maxBytes);
  const contentType = request.headers["content-type"] ?? "";
  if (!contentType.startsWith("multipart/form-data")) return { bytes, fields: [] };
  const form = await new Response(Buffer.from(bytes), {
    headers: { "content-type": contentType },
  }).formData();
  const fields: Array<[string, string]> = [];
  for (const [name, value] of form) {
    if (typeof value === "string") fields.push([name, value]);
  }
  return { bytes: new Uint8Array(0), fields };
}

async function collect(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of decompressed(request)) {
      if (!(chunk instanceof Uint8Array)) continue;
      size += chunk.length;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new StatementError(354, "ZLIB_INFLATE_FAILED", `The body cannot be read: ${String(error)}`);
  }
  if (size > maxBytes)
    throw new StatementError(229, "QUERY_IS_TOO_LARGE", `A body may have ${maxBytes} bytes.`);
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size);
}

function decompressed(request: IncomingMessage): AsyncIterable<unknown> {
  const encoding = request.headers["content-encoding"];
  if (encoding === undefined || encoding === "identity") return request.iterator({ destroyOnReturn: false });
  const stream = encoding === "gzip" ? createGunzip() : encoding === "deflate" ? createInflate() : null;
  if (stream === null) {
    throw new StatementError(89, "UNKNOWN_COMPRESSION_METHOD", `Unknown Content-Encoding: ${encoding}.`);
  }
  request.on("error", (error) => stream.destroy(error));
  request.on("aborted", () => stream.destroy(new Error("the client went away")));
  return request.pipe(stream);
}
