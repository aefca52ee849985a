import { attributeText, JsonText, mapJson, type RawEvent } from "../otlp/raw-span.ts";
import { isPlausibleTimeUs } from "../times.ts";

/** Events of the first conventions, whose attributes are those of the span. */
export const oldContentEvents: ReadonlySet<string> = new Set([
  "gen_ai.content.prompt",
  "gen_ai.content.completion",
]);

const tokenEvents: ReadonlySet<string> = new Set([
  "new_token",
  "ai.stream.firstChunk",
  "llm.content.completion.chunk",
  "gen_ai.content.completion.chunk",
  "First Token Stream Event",
]);

/** When the first event came that tells of a token. */
export function findFirstToken(events: readonly RawEvent[]): number | undefined {
  let firstUs: number | undefined;
  for (const { name, timeUs } of events) {
    if (!tokenEvents.has(name) || !isPlausibleTimeUs(timeUs)) continue;
    if (firstUs === undefined || timeUs < firstUs) firstUs = timeUs;
  }
  return firstUs;
}

/** The last exception that a span recorded: earlier ones were often retried. */
export function findException(
  events: readonly RawEvent[],
): { type: string | undefined; message: string | undefined } | undefined {
  const event = events.findLast(({ name }) => name === "exception");
  if (event === undefined) return undefined;
  return {
    type: attributeOf(event, "exception.type"),
    message: attributeOf(event, "exception.message") ?? attributeOf(event, "exception.type"),
  };
}

function attributeOf(event: RawEvent, key: string): string | undefined {
  const value = event.values[event.keys.indexOf(key)] ?? null;
  return value === null || value === "" ? undefined : attributeText(value);
}

export function eventsJson(events: readonly RawEvent[]): JsonText {
  const items = events.map(({ name, timeUs, keys, values }) => {
    const time = Number.isFinite(timeUs) ? timeUs : 0;
    return mapJson(["name", "timeUs", "attributes"], [name, time, mapJson(keys, values)]).text;
  });
  return new JsonText(`[${items.join(",")}]`);
}
