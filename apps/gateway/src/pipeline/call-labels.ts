import type { IncomingHttpHeaders } from "node:http";
import type { Priority } from "@plumbline/contracts/gateway-config";
import { priorities } from "@plumbline/contracts/gateway-config";
import { readTraceId, type TraceContext } from "../http/ids.ts";

/** What the client says about a call, in our headers or in the words of Helicone, Portkey and LiteLLM. */
export interface CallLabels {
  userId?: string;
  sessionId?: string;
  tags?: string[];
  environment?: string;
  metadata?: Record<string, string>;
  priority: Priority;
  /** Of who knows no `traceparent`: the trace that the call belongs to. */
  trace?: TraceContext;
}

const maxCharacters = 1_000;
const maxEntries = 64;

/** Headers go before the body, and of two that mean the same the one that came first counts. */
export function readLabels(headers: IncomingHttpHeaders): CallLabels {
  const labels: CallLabels = { priority: "standard" };
  for (const name in headers) {
    // Most headers are none of these: told by the first letters.
    if (name.startsWith("helicone-") || name.startsWith("x-")) {
      const value = headers[name];
      if (typeof value === "string" && value !== "") readHeader(labels, name, value);
    }
  }
  const traceId = readTraceId(headers["x-plumbline-trace-id"] ?? headers["x-portkey-trace-id"]);
  if (traceId !== undefined) {
    const parent = headers["x-plumbline-parent-span-id"] ?? headers["x-portkey-parent-span-id"];
    labels.trace = traceOf(traceId, parent);
  }
  return labels;
}

export function traceOf(traceId: string, parent: unknown): TraceContext {
  return typeof parent === "string" && /^[0-9a-f]{16}$/i.test(parent)
    ? { traceId, parentSpanId: parent.toLowerCase() }
    : { traceId };
}

function readHeader(labels: CallLabels, name: string, raw: string): void {
  const prefix = metadataPrefixes.find((known) => name.startsWith(known));
  if (prefix !== undefined) {
    putLabel(labels, name.slice(prefix.length), decode(raw));
    return;
  }
  switch (name) {
    case "x-plumbline-user-id":
    case "helicone-user-id":
    case "x-litellm-end-user-id":
    case "x-litellm-customer-id":
      labels.userId ??= cutLabel(decode(raw));
      return;
    case "x-plumbline-session-id":
    case "helicone-session-id":
    case "x-litellm-session-id":
    case "x-session-id":
      labels.sessionId ??= cutLabel(decode(raw));
      return;
    case "x-plumbline-tags":
    case "x-litellm-tags":
      addTags(labels, decode(raw).split(","));
      return;
    case "x-plumbline-environment":
      labels.environment ??= cutLabel(decode(raw));
      return;
    case "x-plumbline-priority":
      labels.priority = priorities.find((priority) => priority === raw) ?? labels.priority;
      return;
    case "x-plumbline-metadata":
    case "x-portkey-metadata":
    case "x-litellm-spend-logs-metadata":
      readJson(labels, decode(raw));
      return;
    case "helicone-session-path":
    case "helicone-session-name":
    case "helicone-prompt-id":
    case "helicone-request-id":
      putLabel(labels, name.slice("helicone-".length), decode(raw));
      return;
    case "x-portkey-trace-id":
    case "x-portkey-span-id":
    case "x-portkey-parent-span-id":
    case "x-portkey-span-name":
    case "x-litellm-trace-id":
    case "x-litellm-call-id":
      putLabel(labels, name.slice("x-".length), decode(raw));
  }
}

/** What follows is the name of a property of the client's own. */
const metadataPrefixes = ["helicone-property-", "x-bf-dim-"];

/** Portkey's own names begin with an underscore. */
function readJson(labels: CallLabels, text: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return;
  for (const [name, value] of Object.entries(parsed)) {
    const written = labelText(value);
    if (name === "_user") labels.userId ??= cutLabel(written);
    else if (name === "_environment") labels.environment ??= cutLabel(written);
    else putLabel(labels, name, written);
  }
}

/** What is there stays. */
export function putLabel(labels: CallLabels, name: string, value: string): void {
  const metadata = labels.metadata ?? {};
  labels.metadata = metadata;
  const key = cutLabel(name);
  if (key === "" || Object.hasOwn(metadata, key) || Object.keys(metadata).length >= maxEntries) return;
  // Not by assignment: the name may be "__proto__".
  Object.defineProperty(metadata, key, {
    value: cutLabel(value),
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

export function addTags(labels: CallLabels, given: readonly string[]): void {
  const tags = given.map((tag) => cutLabel(tag.trim())).filter((tag) => tag !== "");
  labels.tags = [...new Set([...(labels.tags ?? []), ...tags])].slice(0, maxEntries);
}

/** Of a parsed value; empty for one that is nested too deeply to be written. */
export function labelText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value);
  } catch {
    return "";
  }
}

export function cutLabel(text: string): string {
  return text.length > maxCharacters ? text.slice(0, maxCharacters) : text;
}

/** Node reads headers as Latin-1; nearly everybody who sends more than ASCII sends UTF-8. */
function decode(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  const text = Buffer.from(value, "latin1").toString("utf8");
  return text.includes("\ufffd") ? value : text;
}
