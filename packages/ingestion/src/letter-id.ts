import { createHash } from "node:crypto";
import type { IngestEvent } from "@plumbline/contracts/events";
import { eventIdOf } from "./journal-entry.ts";

const maxCharacters = 800;
const keptOfLongIds = 700;

/**
 * Under what a refused event is kept: its own id, else one that follows from its content. Nothing of it
 * depends on when it came, so that a client that sends it again and again fills one row.
 */
export function letterIdOf(event: IngestEvent, content: string): string {
  const own = eventIdOf(event);
  // Spans that lack a part of their id share what is left of it.
  const isShared = event.type === "span" && (event.traceId === "" || event.spanId === "");
  const id = isShared ? `${own}${contentId(content).slice(0, 12)}` : own;
  if (id === "") return contentId(content);
  if (id.length <= maxCharacters) return id;
  return `${id.slice(0, keptOfLongIds)}:${contentId(id)}`;
}

export function contentId(content: string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}
