import { performance } from "node:perf_hooks";
import { createAddressRules } from "./address-rules.ts";
import { createUpstreamPool, type UpstreamPool, type UpstreamRequest } from "./upstream-pool.ts";

export type OnceAnswer =
  | { ok: true; status: number; text: string; tookMs: number }
  /** `code` as Node or undici name it; "TIMEOUT" and "TOO_LARGE" are ours. */
  | { ok: false; code: string; message: string; tookMs: number };

export interface OnceOptions {
  /** Hosts and networks that may be reached though they are private. */
  allowedPrivate: readonly string[];
  timeoutMs: number;
  /** More than so many bytes are not read; 1 MiB unless given. */
  maxBytes?: number;
}

/** One request on a connection of its own, by the rules of egress; redirects are not followed. Never throws. */
export async function requestOnce(
  origin: string,
  request: UpstreamRequest,
  options: OnceOptions,
): Promise<OnceAnswer> {
  const pool = createUpstreamPool(origin, {
    rules: createAddressRules(options.allowedPrivate),
    connections: 1,
    connectTimeoutMs: options.timeoutMs,
  });
  try {
    return await dispatch(pool, request, options);
  } finally {
    void pool.destroy();
  }
}

function dispatch(pool: UpstreamPool, request: UpstreamRequest, options: OnceOptions): Promise<OnceAnswer> {
  const startMs = performance.now();
  const tookMs = (): number => Math.round(performance.now() - startMs);
  const maxBytes = options.maxBytes ?? 1024 * 1024;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let bytes = 0;
    const fail = (code: string, message: string): void => {
      clearTimeout(timer);
      resolve({ ok: false, code, message, tookMs: tookMs() });
    };
    const timer = setTimeout(() => fail("TIMEOUT", "no answer in time"), options.timeoutMs);
    pool.dispatch(request, {
      onConnect: () => undefined,
      onHeaders: (code) => {
        status = code;
        return true;
      },
      onData: (chunk) => {
        bytes += chunk.length;
        if (bytes <= maxBytes) chunks.push(chunk);
        else fail("TOO_LARGE", "the answer is too large");
        return bytes <= maxBytes;
      },
      onComplete: () => {
        clearTimeout(timer);
        resolve({ ok: true, status, text: Buffer.concat(chunks).toString("utf8"), tookMs: tookMs() });
      },
      onError: (error) => fail(codeOf(error), error.message),
    });
  });
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
}
