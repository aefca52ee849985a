import { type ChatPart, firstOf, isObject, type JsonObject, textOf } from "./chat.ts";
import { parseJson } from "./parse-json.ts";

/** `content` or `parts` of a message, in the shapes of the providers and of the telemetry conventions. */
export function toParts(content: unknown): ChatPart[] {
  if (content === null || content === undefined || content === "") return [];
  if (typeof content === "string") return [{ type: "text", text: content }];
  if (Array.isArray(content)) return content.flatMap(toPart);
  return toPart(content);
}

function toPart(part: unknown): ChatPart[] {
  if (typeof part === "string") return [{ type: "text", text: part }];
  if (!isObject(part)) return [{ type: "json", value: part }];
  const read = typeof part.type === "string" ? readers[part.type] : undefined;
  if (!read && typeof part.type === "string" && part.type.startsWith("tool-")) return readUiTool(part);
  return [(read ?? readUntyped)(part) ?? { type: "json", value: part }];
}

/** A message of the AI SDK's interface holds a call and its result in one part. */
function readUiTool(part: JsonObject): ChatPart[] {
  const id = textOf(part, "toolCallId");
  const name = String(part.type).slice("tool-".length);
  if (id === null) return [{ type: "json", value: part }];
  const call: ChatPart = { type: "tool-call", id, name, arguments: parseArguments(part.input) };
  const failed = part.state === "output-error";
  const result = failed ? part.errorText : part.output;
  if (result === undefined) return [call];
  return [call, { type: "tool-result", id, name, result, ...(failed ? { isError: true } : {}) }];
}

type Reader = (part: JsonObject) => ChatPart | null;

const readText: Reader = (part) => {
  const text = textOf(part, "text", "content", "refusal");
  return text === null ? null : { type: "text", text };
};

const readReasoning: Reader = (part) => {
  const text = textOf(part, "thinking", "text", "content", "reasoning");
  return text === null ? null : { type: "reasoning", text };
};

const readCall: Reader = (part) => {
  const inner = isObject(part.function) ? part.function : part;
  const name = textOf(inner, "name", "toolName");
  if (name === null) return null;
  const given = firstOf(inner, "arguments", "args", "input");
  return {
    type: "tool-call",
    id: textOf(part, "id", "call_id", "toolCallId"),
    name,
    arguments: parseArguments(given),
  };
};

const readResult: Reader = (part) => ({
  type: "tool-result",
  id: textOf(part, "tool_use_id", "toolCallId", "call_id", "tool_call_id", "id"),
  name: textOf(part, "name", "toolName"),
  result: firstOf(part, "response", "result", "output", "content") ?? null,
  ...failure(part),
});

/** Providers say it in three ways. */
export function failure(part: JsonObject): { isError?: true } {
  const failed = part.is_error === true || part.isError === true || part.status === "error";
  return failed ? { isError: true } : {};
}

const readMedia: Reader = (part) => ({ type: "media", kind: String(part.type), value: part });

const readers: Record<string, Reader | undefined> = Object.assign(Object.create(null), {
  text: readText,
  input_text: readText,
  output_text: readText,
  refusal: readText,
  thinking: readReasoning,
  reasoning: readReasoning,
  tool_use: readCall,
  tool_call: readCall,
  "tool-call": readCall,
  function: readCall,
  function_call: readCall,
  tool_result: readResult,
  tool_call_response: readResult,
  "tool-result": readResult,
  function_call_output: readResult,
  image: readMedia,
  image_url: readMedia,
  input_image: readMedia,
  input_audio: readMedia,
  audio: readMedia,
  file: readMedia,
  input_file: readMedia,
  document: readMedia,
  blob: readMedia,
  uri: readMedia,
});

/** Gemini's parts have no type; their one key says what they are. */
const readUntyped: Reader = (part) => {
  if (typeof part.text === "string") {
    return part.thought === true ? { type: "reasoning", text: part.text } : { type: "text", text: part.text };
  }
  if (isObject(part.functionCall)) return readCall(part.functionCall);
  if (isObject(part.functionResponse)) return readResult(part.functionResponse);
  if (isObject(part.fileData)) return { type: "media", kind: "file", value: part };
  if (isObject(part.inlineData)) return { type: "media", kind: "inline data", value: part };
  return null;
};

/** Arguments arrive as JSON text from most providers. */
function parseArguments(given: unknown): unknown {
  if (typeof given !== "string") return given ?? {};
  return parseJson(given) ?? given;
}

/** Calls that stand beside the content of a message: `tool_calls`, or the older `function_call`. */
export function toCalls(message: JsonObject): ChatPart[] {
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  const older = isObject(message.function_call) ? [message.function_call] : [];
  return [...calls, ...older].map(
    (call): ChatPart => (isObject(call) ? readCall(call) : null) ?? { type: "json", value: call },
  );
}
