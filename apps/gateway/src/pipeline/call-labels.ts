import type { IncomingHttpHeaders } from "node:http";
import type { Priority } from "@plumbline/contracts/gateway-config";
import { priorities } from "@plumbline/contracts/gateway-config";

/** What the client says about a call, in our headers or those of Helicone, Portkey and LiteLLM. */
export interface CallLabels {
  userId?: string;
  sessionId?: string;
  tags?: string[];
  environment?: string;
  metadata?: Record<string, string>;
  priority: Priority;
}

const maxCharacters = 1_000;
const maxEntries = 64;

export function readLabels(headers: IncomingHttpHeaders): CallLabels {
  const labels: CallLabels = { priority: "standard" };
  for (const name in headers) {
    // Most headers are none of these: told by the first letters.
    if (name.startsWith("helicone-") || name.startsWith("x-")) {
      const value = headers[name];
      if (typeof value === "string" && value !== "") readHeader(labels, name, value);
    }
  }
  return labels;
}

function readHeader(labels: CallLabels, name: string, value: string): void {
  switch (name) {
    case "x-plumbline-user-id":
    case "helicone-user-id":
    case "x-litellm-end-user-id":
      labels.userId ??= cut(value);
      return;
    case "x-plumbline-session-id":
    case "helicone-session-id":
    case "x-session-id":
      labels.sessionId ??= cut(value);
      return;
    case "x-plumbline-tags":
    case "x-litellm-tags":
      labels.tags = [...(labels.tags ?? []), ...listOf(value)].slice(0, maxEntries);
      return;
    case "x-plumbline-environment":
      labels.environment = cut(value);
      return;
    case "x-plumbline-priority":
      labels.priority = priorities.find((priority) => priority === value) ?? labels.priority;
      return;
    case "x-plumbline-metadata":
    case "x-portkey-metadata":
    case "x-litellm-spend-logs-metadata":
      readJson(labels, value);
      return;
    case "helicone-session-path":
    case "helicone-session-name":
    case "helicone-prompt-id":
      put(labels, name.slice("helicone-".length), value);
      return;
    case "x-portkey-trace-id":
      put(labels, "portkey-trace-id", value);
      return;
  }
  if (name.startsWith("helicone-property-")) put(labels, name.slice("helicone-property-".length), value);
}

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
    const written = typeof value === "string" ? value : JSON.stringify(value);
    if (name === "_user") labels.userId ??= cut(written);
    else if (name === "_environment") labels.environment ??= cut(written);
    else put(labels, name, written);
  }
}

function put(labels: CallLabels, name: string, value: string): void {
  const metadata = labels.metadata ?? {};
  labels.metadata = metadata;
  if (Object.keys(metadata).length >= maxEntries) return;
  Object.defineProperty(metadata, cut(name), {
    value: cut(value),
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function listOf(value: string): string[] {
  return value
    .split(",")
    .map((tag) => cut(tag.trim()))
    .filter((tag) => tag !== "");
}

function cut(text: string): string {
  return text.length > maxCharacters ? text.slice(0, maxCharacters) : text;
}
