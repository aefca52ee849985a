import type { GatewayOperation } from "@plumbline/contracts/gateway-call";
import { jsonText, valueText } from "../clean-text.ts";
import { contentOf } from "../doors/values.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";
import { assembleAnthropic } from "./assemble-anthropic.ts";
import { assembleChat } from "./assemble-chat.ts";

/** Vectors are long and nobody reads them. */
const withoutText: ReadonlySet<GatewayOperation> = new Set(["embeddings", "audio", "models"]);

/** What the client got, as one value: a whole body's answer, or that of a stream put together. */
export function readResponseContent(
  operation: GatewayOperation,
  stream: boolean,
  text: string,
): string | undefined {
  if (text === "") return undefined;
  if (stream) return streamed(operation, eventsOf(text));
  const body = tryParseJson(text);
  if (withoutText.has(operation))
    return isRecord(body) ? contentOf(body["text"] ?? body["error"]) : undefined;
  if (!isRecord(body)) return valueText(text);
  if (body["error"] !== undefined && body["error"] !== null) return jsonText(body["error"]);
  return contentOf(answerOf(operation, body));
}

function answerOf(operation: GatewayOperation, body: Record<string, unknown>): unknown {
  switch (operation) {
    case "chat":
      return single(listOf(body["choices"]).map((choice) => choice["message"]));
    case "completions":
      return single(listOf(body["choices"]).map((choice) => choice["text"]));
    case "messages":
      return { role: body["role"] ?? "assistant", content: body["content"] ?? null };
    case "responses":
      return body["output"];
    default:
      return body["results"] ?? body["data"] ?? body;
  }
}

function streamed(operation: GatewayOperation, events: Record<string, unknown>[]): string | undefined {
  switch (operation) {
    case "messages":
      return contentOf(assembleAnthropic(events));
    case "responses":
      return contentOf(finalResponse(events));
    default:
      return contentOf(single(assembleChat(events)));
  }
}

/** The last event that carries the whole response, else the text that came so far. */
function finalResponse(events: readonly Record<string, unknown>[]): unknown {
  for (const event of [...events].reverse()) {
    const response = event["response"];
    if (isRecord(response) && Array.isArray(response["output"]) && response["output"].length > 0) {
      return response["output"];
    }
  }
  const deltas = events.filter((event) => event["type"] === "response.output_text.delta");
  const text = deltas.map((event) => (typeof event["delta"] === "string" ? event["delta"] : "")).join("");
  return text === "" ? undefined : [{ role: "assistant", content: text }];
}

/** JSON of every `data:` of a server-sent stream; what is no JSON object ("[DONE]", a cut frame) is passed over. */
function eventsOf(text: string): Record<string, unknown>[] {
  const events: Record<string, unknown>[] = [];
  for (const block of text.split(/\r\n\r\n|\n\n|\r\r/)) {
    const data = block
      .split(/\r\n|\n|\r/)
      .filter((line) => line.startsWith("data:"))
      .map((line) => line.slice(line.startsWith("data: ") ? 6 : 5))
      .join("\n");
    const event = tryParseJson(data);
    if (isRecord(event)) events.push(event);
  }
  return events;
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** One answer stands for itself; several (n > 1) are a list. */
function single(values: unknown[]): unknown {
  return values.length === 1 ? values[0] : values.length === 0 ? undefined : values;
}
