import { performance } from "node:perf_hooks";
import type { UpstreamPool, UpstreamRequest } from "./upstream-pool.ts";

export type TextAnswer =
  | { ok: true; status: number; text: string; tookMs: number }
  /** `code` as Node or undici name it; "TIMEOUT" and "TOO_LARGE" are ours. */
  | { ok: false; code: string; message: string; tookMs: number };

export interface TextLimits {
  timeoutMs: number;
  /** More than so many bytes are not read; 1 MiB unless given. */
  maxBytes?: number;
}

/** A whole answer as text; what comes too late or is too large is broken off. Never throws. */
export function requestText(
  pool: UpstreamPool,
  request: UpstreamRequest,
  { timeoutMs, maxBytes = 1024 * 1024 }: TextLimits,
): Promise<TextAnswer> {
  const startMs = performance.now();
  const tookMs = (): number => Math.round(performance.now() - startMs);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let bytes = 0;
    let abort: (() => void) | null = null;
    let hasFailed = false;
    const fail = (code: string, message: string): void => {
      hasFailed = true;
      clearTimeout(timer);
      resolve({ ok: false, code, message, tookMs: tookMs() });
    };
    const giveUp = (code: string, message: string): void => {
      fail(code, message);
      abort?.();
    };
    const timer = setTimeout(() => giveUp("TIMEOUT", "no answer in time"), timeoutMs);
    pool.dispatch(request, {
      onConnect: (stop) => {
        // It waited for a connection for too long.
        if (hasFailed) stop();
        else abort = stop;
      },
      onHeaders: (code) => {
        status = code;
        return true;
      },
      onData: (chunk) => {
        bytes += chunk.length;
        if (bytes > maxBytes) giveUp("TOO_LARGE", "the answer is too large");
        else chunks.push(chunk);
        return true;
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
