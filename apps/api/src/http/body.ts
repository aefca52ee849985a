import type { IncomingMessage } from "node:http";
import { PlumblineError } from "@plumbline/contracts/errors";
import { type BodyBudget, createLane } from "./body-budget.ts";
import { type InflateLanes, inflate, largeBodyBytes } from "./inflate.ts";
import { receive } from "./receive.ts";

export interface BodyLimits {
  maxCompressedBytes: number;
  maxInflatedBytes: number;
  /** Times its compressed size; small bodies may exceed it. */
  maxInflateRatio: number;
}

/**
 * Reads a body and hands it to `work`. Its memory counts as held until `work` settles.
 * Throws `too_large`, `unsupported_media_type`, `invalid_request` and, under pressure, `unavailable`.
 */
export interface BodyReader {
  withBody<T>(request: IncomingMessage, work: (bytes: Buffer) => Promise<T>): Promise<T>;
  /** The same for bytes that another transport has read and inflated already. */
  withBytes<T>(bytes: Buffer, work: (bytes: Buffer) => Promise<T>): Promise<T>;
}

export function createBodyReader(limits: BodyLimits, budget: BodyBudget): BodyReader {
  const lanes: InflateLanes = {
    // As many as zlib has threads: more would only hold more memory.
    small: createLane({ width: 4, maxWaiting: 1_000 }),
    large: createLane({ width: 1, maxWaiting: 100 }),
  };

  const withInflated = async <T>(compressed: Buffer, work: (bytes: Buffer) => Promise<T>): Promise<T> => {
    const byRatio = Math.max(largeBodyBytes, compressed.length * limits.maxInflateRatio);
    const limitBytes = Math.min(limits.maxInflatedBytes, byRatio);
    const { bytes, leave } = await inflate(compressed, limitBytes, lanes);
    try {
      budget.take(bytes.length);
      try {
        return await work(bytes);
      } finally {
        budget.give(bytes.length);
      }
    } finally {
      leave();
    }
  };

  const withPlain = async <T>(bytes: Buffer, work: (bytes: Buffer) => Promise<T>): Promise<T> => {
    if (bytes.length <= largeBodyBytes) return work(bytes);
    const leave = await lanes.large.enter();
    try {
      return await work(bytes);
    } finally {
      leave();
    }
  };

  return {
    async withBytes(bytes, work) {
      budget.take(bytes.length);
      try {
        return await withPlain(bytes, work);
      } finally {
        budget.give(bytes.length);
      }
    },
    async withBody(request, work) {
      const isGzip = readEncoding(request) === "gzip";
      const limitBytes = isGzip
        ? Math.min(limits.maxCompressedBytes, limits.maxInflatedBytes)
        : limits.maxInflatedBytes;
      const received = await receive(request, limitBytes, budget);
      try {
        return isGzip ? await withInflated(received, work) : await withPlain(received, work);
      } finally {
        budget.give(received.length);
      }
    },
  };
}

function readEncoding(request: IncomingMessage): "gzip" | "identity" {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "gzip" || encoding === "x-gzip") return "gzip";
  if (encoding === "identity" || encoding === "") return "identity";
  request.resume();
  throw new PlumblineError("unsupported_media_type", {
    message: "This content encoding is not accepted; send gzip or none.",
  });
}
