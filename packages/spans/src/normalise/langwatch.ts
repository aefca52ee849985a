import { writableText } from "../clean-text.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";

/** LangWatch says of every value what it is: `{"type":"chat_messages","value":[…]}`. */
export function typedValue(text: string): unknown {
  const parsed = tryParseJson(text);
  return isRecord(parsed) && typeof parsed["type"] === "string" && "value" in parsed
    ? parsed["value"]
    : undefined;
}

export function typedText(text: string): string {
  const value = typedValue(text);
  return value === undefined ? text : (writableText(value) ?? text);
}
