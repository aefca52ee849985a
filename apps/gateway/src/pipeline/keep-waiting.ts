import type { Pool } from "@plumbline/contracts/gateway-snapshot";
import { pingFrame } from "../http/error-body.ts";
import { ownHeaders } from "../http/response-headers.ts";
import type { Call } from "./call.ts";

/** Operations whose streams are events. */
const spoken: ReadonlySet<string> = new Set(["chat", "completions", "messages", "responses"]);
const usualPingMs = 15_000;

/**
 * Headers are held back so that a failure has its status. Clients and what stands before them do not wait
 * for ever: after `open_ms` the stream is opened and pinged. Until content comes others are asked as before,
 * but a failure is then told as an event.
 */
export function keepWaiting(call: Call, { open_ms: openMs, ping_ms: pingMs }: Pool["timeouts"]): void {
  if (!call.stream || openMs === 0 || !spoken.has(call.route.operation)) return;
  call.waiting = setTimeout(() => {
    const { reply } = call;
    if (reply === null || reply.begun || call.abort.reason !== null) return;
    const ping = pingFrame(call.route.dialect);
    reply.open(ownHeaders(call));
    reply.ping(ping);
    call.waiting = setInterval(() => reply.ping(ping), pingMs === 0 ? usualPingMs : pingMs);
  }, openMs);
}
