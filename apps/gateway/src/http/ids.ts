import { randomFillSync } from "node:crypto";

const pool = Buffer.allocUnsafe(4_096);
let at = pool.length;

/** Lowercase hex of so many random bytes, drawn in bulk. */
export function randomHex(bytes: number): string {
  if (at + bytes > pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  at += bytes;
  return pool.toString("hex", at - bytes, at);
}

const sane = /^[A-Za-z0-9._:/+=-]{1,128}$/;

/** The caller's id when it is short and plain, so that logs of both sides meet; else a new one. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === "string" && sane.test(given) ? given : `req_${randomHex(12)}`;
}

export interface TraceContext {
  traceId: string;
  parentSpanId?: string;
}

/** An id of 32 digits, or a UUID, which some SDKs name their traces by; undefined for anything else. */
export function readTraceId(given: unknown): string | undefined {
  if (typeof given !== "string" || /^[0-]*$/.test(given)) return undefined;
  if (/^[0-9a-f]{32}$/i.test(given)) return given.toLowerCase();
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given) ? given : undefined;
}

/** For upstreams. */
export function writeTraceparent(traceId: string, spanId: string): string {
  return `00-${traceId.replaceAll("-", "").toLowerCase()}-${spanId}-01`;
}

/** The trace that a W3C traceparent names, or undefined. */
export function readTraceparent(header: string | string[] | undefined): TraceContext | undefined {
  if (typeof header !== "string") return undefined;
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(header);
  const [, traceId = "", parentSpanId = ""] = match ?? [];
  if (/^0*$/.test(traceId) || /^0*$/.test(parentSpanId)) return undefined;
  return { traceId, parentSpanId };
}
