import type { SpanFields } from "@plumbline/contracts/events";
import type { GatewayOperation } from "@plumbline/contracts/gateway-call";
import { jsonText, valueText } from "../clean-text.ts";
import { contentOf, known } from "../doors/values.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";

type RequestContent = Pick<
  SpanFields,
  "input" | "systemInstructions" | "toolDefinitions" | "modelParameters"
>;

/** Members that are content or plumbing; every other one of a request is a parameter. */
const noParameters = new Set([
  "model",
  "messages",
  "prompt",
  "input",
  "instructions",
  "system",
  "tools",
  "functions",
  "documents",
  "query",
  "stream",
  "stream_options",
  "metadata",
  "user",
  "file",
]);

/** What the body of a call asks, in the dialect that the client speaks. A body that is no JSON is kept as text. */
export function readRequestContent(operation: GatewayOperation, text: string): RequestContent {
  const body = tryParseJson(text);
  if (!isRecord(body)) return text === "" || operation === "audio" ? {} : { input: valueText(text) };
  const parameters = Object.entries(body).filter(([name]) => !noParameters.has(name));
  const tools = body["tools"] ?? body["functions"];
  return known({
    input: inputOf(operation, body),
    systemInstructions: contentOf(operation === "responses" ? body["instructions"] : body["system"]),
    toolDefinitions: Array.isArray(tools) && tools.length > 0 ? jsonText(tools) : undefined,
    modelParameters: parameters.length === 0 ? undefined : jsonText(Object.fromEntries(parameters)),
  });
}

function inputOf(operation: GatewayOperation, body: Record<string, unknown>): string | undefined {
  if (operation === "rerank") {
    return jsonText({ query: body["query"] ?? null, documents: body["documents"] ?? null });
  }
  const [content] = [body["messages"], body["input"], body["prompt"]].filter((value) => value !== undefined);
  return contentOf(content);
}
