import { isObject } from "../../read-usage.ts";
import { refuse } from "../refuse.ts";
import { isAbsent, type Json } from "./read-values.ts";

interface Tool {
  name: string;
  description?: string;
  schema?: Record<string, unknown>;
  strict: boolean;
  cacheControl?: unknown;
  at: string;
}

type ToolChoice = { type: "auto" | "none" | "required" } | { type: "named"; name: string };

export interface Tools {
  tools: Tool[];
  /** Absent when the client does not say. */
  choice?: ToolChoice;
  /** False when at most one call may be made at a time. */
  parallel: boolean;
}

export function readTools(body: Json): Tools {
  const list = isAbsent(body.tools) ? [] : body.tools;
  if (!Array.isArray(list)) refuse("tools", "is no list.");
  const tools = list.map((tool: unknown, index) => readTool(tool, `tools[${index}]`));
  const choice = readChoice(body.tool_choice);
  const parallel = body.parallel_tool_calls !== false;
  return { tools, parallel, ...(choice === undefined ? {} : { choice }) };
}

function readTool(tool: unknown, at: string): Tool {
  if (!isObject(tool) || tool.type !== "function" || !isObject(tool.function)) {
    refuse(at, "is no function, and nothing else can be said to this upstream.");
  }
  const { name, description, parameters, strict, cache_control: innerMark } = tool.function;
  if (typeof name !== "string" || name === "") refuse(`${at}.function.name`, "is missing.");
  if (!isAbsent(parameters) && !isObject(parameters)) refuse(`${at}.function.parameters`, "is no object.");
  const mark = tool.cache_control ?? innerMark;
  const read: Tool = { name, strict: strict === true, at };
  if (typeof description === "string") read.description = description;
  if (isObject(parameters)) read.schema = parameters;
  if (!isAbsent(mark)) read.cacheControl = mark;
  return read;
}

function readChoice(choice: unknown): ToolChoice | undefined {
  if (isAbsent(choice)) return undefined;
  if (choice === "auto" || choice === "none" || choice === "required") return { type: choice };
  if (isObject(choice) && isObject(choice.function) && typeof choice.function.name === "string") {
    return { type: "named", name: choice.function.name };
  }
  refuse("tool_choice", "is neither auto, none, required nor the name of a function.");
}

type AnswerFormat = { type: "text" } | { type: "json" } | { type: "schema"; schema: Record<string, unknown> };

export function readFormat(body: Json): AnswerFormat {
  const format = body.response_format;
  if (isAbsent(format)) return { type: "text" };
  if (isObject(format)) {
    if (format.type === "text") return { type: "text" };
    if (format.type === "json_object") return { type: "json" };
    const schema = isObject(format.json_schema) ? format.json_schema.schema : undefined;
    if (format.type === "json_schema" && isObject(schema)) return { type: "schema", schema };
  }
  refuse("response_format", "is neither text, json_object nor json_schema with a schema.");
}

const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
export type Effort = (typeof efforts)[number];

export function readEffort(body: Json): Effort | undefined {
  const given = body.reasoning_effort;
  if (isAbsent(given)) return undefined;
  const known = efforts.find((effort) => effort === given);
  if (known === undefined) refuse("reasoning_effort", `is none of ${efforts.join(", ")}.`);
  return known;
}
