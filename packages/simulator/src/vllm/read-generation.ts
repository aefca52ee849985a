import { isRecord, type JsonRecord, listOf, numberOf, recordOf, textOf } from "../http/json.ts";
import type { ToolOffer } from "../text/plan-answer.ts";
import { badRequest, invalidField } from "./vllm-error.ts";

/** What chat, completion and responses have in common. */
export interface Generation {
  model: string;
  stream: boolean;
  includeUsage: boolean;
  continuousUsage: boolean;
  n: number;
  maxTokens: number | null;
  minTokens: number;
  stop: readonly string[];
  tools: readonly ToolOffer[];
  /** The tool that `tool_choice` demands: a name, any, or none at all. */
  toolChoice: { kind: "none" | "auto" | "required" } | { kind: "named"; name: string };
  schema: unknown;
  cacheSalt: string;
}

export function readGeneration(body: JsonRecord, mayStandInPriority: boolean): Generation {
  const options = recordOf(body["stream_options"]);
  const stream = body["stream"] === true;
  if (isRecord(body["stream_options"]) && !stream)
    throw badRequest("Stream options can only be defined when `stream=True`.");
  const priority = numberOf(body["priority"]) ?? 0;
  if (priority !== 0 && !mayStandInPriority)
    throw badRequest(`Got priority ${priority} but Priority scheduling is not enabled.`);
  const n = numberOf(body["n"]) ?? 1;
  if (!Number.isInteger(n) || n < 1) throw badRequest(`n must be at least 1, got ${n}.`);
  const maxTokens =
    numberOf(body["max_completion_tokens"]) ??
    numberOf(body["max_tokens"]) ??
    numberOf(body["max_output_tokens"]);
  if (maxTokens !== null && maxTokens < 1)
    throw badRequest(`max_tokens must be at least 1, got ${maxTokens}.`);
  const temperature = numberOf(body["temperature"]);
  if (temperature !== null && temperature < 0)
    throw badRequest(`temperature must be non-negative, got ${temperature}.`);
  const topP = numberOf(body["top_p"]);
  if (topP !== null && (topP <= 0 || topP > 1)) throw badRequest(`top_p must be in (0, 1], got ${topP}.`);
  const tools = listOf(body["tools"]).map(readTool);
  return {
    model: textOf(body["model"]),
    stream,
    includeUsage: options["include_usage"] === true,
    continuousUsage: options["include_usage"] === true && options["continuous_usage_stats"] === true,
    n,
    maxTokens,
    minTokens:
      body["ignore_eos"] === true && maxTokens !== null ? maxTokens : (numberOf(body["min_tokens"]) ?? 0),
    stop: typeof body["stop"] === "string" ? [body["stop"]] : listOf(body["stop"]).map(textOf),
    tools,
    toolChoice: readChoice(body["tool_choice"], tools),
    schema: readSchema(body),
    cacheSalt: textOf(body["cache_salt"]),
  };
}

/** The tool to call now: none when the prompt ends with a tool's result, unless one is demanded. */
export function toolToCall({ tools, toolChoice }: Generation, answersTool: boolean): ToolOffer | null {
  if (toolChoice.kind === "named") return tools.find(({ name }) => name === toolChoice.name) ?? null;
  if (toolChoice.kind === "none" || (toolChoice.kind === "auto" && answersTool)) return null;
  return tools[0] ?? null;
}

function readTool(tool: unknown): ToolOffer {
  const record = recordOf(tool);
  // Chat nests the function, the Responses API does not.
  const details = isRecord(record["function"]) ? record["function"] : record;
  const name = textOf(details["name"]);
  if (name === "") throw invalidField("tools", "missing", "Field required", tool);
  return { name, parameters: details["parameters"] };
}

function readChoice(choice: unknown, tools: readonly ToolOffer[]): Generation["toolChoice"] {
  if (choice === undefined || choice === null) return { kind: tools.length > 0 ? "auto" : "none" };
  if (choice === "none" || choice === "auto") return { kind: choice };
  if (tools.length === 0) throw badRequest("When using `tool_choice`, `tools` must be set.");
  if (choice === "required") return { kind: "required" };
  const record = recordOf(choice);
  const name = textOf(recordOf(record["function"])["name"] ?? record["name"]);
  if (!tools.some((tool) => tool.name === name))
    throw badRequest("The tool specified in `tool_choice` does not match any of the specified `tools`");
  return { kind: "named", name };
}

function readSchema(body: JsonRecord): unknown {
  const format = isRecord(body["response_format"])
    ? body["response_format"]
    : recordOf(recordOf(body["text"])["format"]);
  if (format["type"] === "json_object") return null;
  if (format["type"] !== "json_schema") return undefined;
  return recordOf(format["json_schema"])["schema"] ?? format["schema"] ?? null;
}
