import type { SpanFields } from "@plumbline/contracts/events";
import type { RawEvent } from "../otlp/raw-span.ts";
import { oldContentEvents } from "./events.ts";
import {
  detailsEvent,
  isContentEvent,
  joinContent,
  type PlacedContent,
  readContentEvent,
} from "./genai-event.ts";

const none: readonly RawEvent[] = [];

/**
 * Messages that came as events of the span itself. What the span's attributes said goes before them, and the
 * events then stay what they are: `rest` are those that became no field.
 */
export function addEventContent(
  events: readonly RawEvent[],
  fields: SpanFields,
): { rest: readonly RawEvent[]; codes: string } {
  if (events.length === 0) return { rest: none, codes: "" };
  const hasOwn = fields.input !== undefined || fields.output !== undefined;
  const found: PlacedContent[] = [];
  const rest: RawEvent[] = [];
  for (const event of events) {
    if (event.name === detailsEvent || oldContentEvents.has(event.name)) continue;
    const isContent = !hasOwn && isContentEvent(event.name);
    const content = isContent ? readContentEvent(event.name, null, event.keys, event.values) : null;
    if (content === null || content.kind === "exception") rest.push(event);
    else found.push({ content, timeUs: event.timeUs || 0, observedUs: 0, order: found.length });
  }
  if (found.length === 0) return { rest, codes: "" };
  const { input, output, codes } = joinContent(found);
  if (input !== undefined) fields.input = input;
  if (output !== undefined) fields.output = output;
  return { rest, codes };
}
