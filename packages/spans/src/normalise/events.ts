import { attributeText, JsonText, mapJson, type RawEvent } from "../otlp/raw-span.ts";

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
