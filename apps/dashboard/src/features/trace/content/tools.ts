import { type Chat, type ChatPart, firstOf, isObject, type JsonObject, textOf } from "./chat.ts";

export type ToolCall = Extract<ChatPart, { type: "tool-call" }>;
export type ToolResult = Extract<ChatPart, { type: "tool-result" }>;

export interface ToolDefinition {
  name: string;
  description: string | null;
  /** Of its arguments, as the client sent it; undefined when it sent none. */
  schema: unknown;
}

/** What belongs together among the calls of a conversation. */
export interface Tools {
  definitions: ReadonlyMap<string, ToolDefinition>;
  results: ReadonlyMap<ToolCall, ToolResult>;
  calls: ReadonlyMap<ToolResult, ToolCall>;
}

/** The conversations in the order in which they happened: input, then output. */
export function matchTools(
  chats: readonly (Chat | null)[],
  definitions: readonly ToolDefinition[] = [],
): Tools {
  const results = new Map<ToolCall, ToolResult>();
  const calls = new Map<ToolResult, ToolCall>();
  const open: ToolCall[] = [];
  const parts = chats.flatMap((chat) => chat?.messages.flatMap((message) => message.parts) ?? []);
  for (const part of parts) {
    if (part.type === "tool-call") open.push(part);
    if (part.type !== "tool-result") continue;
    const at = open.findIndex((call) => belongsTo(part, call));
    const [call] = at < 0 ? [] : open.splice(at, 1);
    if (call === undefined) continue;
    results.set(call, part);
    calls.set(part, call);
  }
  return { definitions: new Map(definitions.map((tool) => [tool.name, tool])), results, calls };
}

/** By id; where the provider gives none, by name in the order of the calls. */
function belongsTo(result: ToolResult, call: ToolCall): boolean {
  if (result.id !== null && call.id !== null) return result.id === call.id;
  return result.name !== null && result.name === call.name;
}

/** Lists of the providers, and objects that name their tools. */
export function parseToolDefinitions(value: unknown): ToolDefinition[] {
  if (Array.isArray(value)) return value.flatMap((entry) => (isObject(entry) ? toDefinitions(entry) : []));
  if (!isObject(value)) return [];
  const single = toDefinitions(value);
  if (single.length > 0) return single;
  return Object.entries(value).flatMap(([name, entry]) =>
    isObject(entry) ? toDefinitions({ name, ...entry }) : [],
  );
}

function toDefinitions(entry: JsonObject): ToolDefinition[] {
  const declared = firstOf(entry, "functionDeclarations", "function_declarations");
  if (Array.isArray(declared)) return parseToolDefinitions(declared);
  const inner = isObject(entry.function) ? entry.function : entry;
  const name = textOf(inner, "name");
  if (name === null) return [];
  const schema = firstOf(inner, "parameters", "input_schema", "inputSchema", "parametersJsonSchema");
  return [{ name, description: textOf(inner, "description"), schema }];
}
