/// <reference lib="es2024.string" />
import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import type { Call } from "../pipeline/call.ts";

/** What every answer tells of itself. Names and values in turn. */
export function ownHeaders(call: Call): string[] {
  const now = performance.now();
  const headers = [
    "x-request-id",
    call.requestId,
    "x-plumbline-trace-id",
    call.traceId,
    "x-plumbline-attempts",
    String(call.attempts.length),
    "x-plumbline-overhead-ms",
    call.overheadMs(now).toFixed(3),
    "x-plumbline-queue-ms",
    String(Math.round(call.queuedMs())),
  ];
  if (call.replica !== null && call.pool !== null) {
    headers.push("x-plumbline-route", routeText(call.pool, call.replica));
  }
  if (call.degraded !== undefined) headers.push("x-plumbline-degraded", call.degraded);
  return headers;
}

const routeTexts = new WeakMap<Replica, string>();

function routeText(pool: Pool, replica: Replica): string {
  const known = routeTexts.get(replica);
  if (known !== undefined) return known;
  const text = headerText(`${pool.name}/${replica.name}`);
  routeTexts.set(replica, text);
  return text;
}

/** Names may hold anything; header values may not. */
function headerText(text: string): string {
  // By whole characters: half of an emoji cannot be encoded, and half of one alone is no text.
  return text.toWellFormed().replaceAll(/[^\u0020-\u007e]/gu, (character) => encodeURIComponent(character));
}

/** Whose account it is and what it may is not for everybody who has a key of ours. */
const alwaysPassed = /^(?:openai-|anthropic-|llm_provider-)(?!organization|project|ratelimit)/;
const ownKeyPassed = /^(?:x-ratelimit-|retry-after|openai-|anthropic-)/;

/** Those of an upstream's headers that concern the client. Limits only of a key that is the client's own. */
export function passedHeaders(raw: readonly Buffer[], isOwnKey: boolean): string[] {
  const passed: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]?.toString("latin1").toLowerCase() ?? "";
    if (alwaysPassed.test(name) || (isOwnKey && ownKeyPassed.test(name))) {
      passed.push(name, raw[index + 1]?.toString("latin1") ?? "");
    }
  }
  return passed;
}

/** One header of a raw list; undefined when it is not there. */
export function rawHeader(raw: readonly Buffer[], wanted: string): string | undefined {
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index];
    if (name?.length !== wanted.length || name.toString("latin1").toLowerCase() !== wanted) continue;
    return raw[index + 1]?.toString("latin1");
  }
  return undefined;
}
