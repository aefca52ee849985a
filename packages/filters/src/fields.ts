/**
 * `text`: is, contains, starts, exists. `choice`: a closed set of values. `set`: any member counts.
 * `number`, `money` (USD), `duration` (ms), `count`: compared by size. `map`: needs a key.
 */
export type FieldType =
  | "text"
  | "choice"
  | "set"
  | "number"
  | "money"
  | "duration"
  | "count"
  | "map"
  | "flag";

export interface Field {
  /** As typed in the query bar. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Whose value it is: of the trace as a whole, or of any of its spans. */
  readonly of: "trace" | "span";
  /** Shown as a facet, in this order. */
  readonly facet: boolean;
  readonly choices?: readonly string[];
  /** Other spellings that the bar understands. */
  readonly aliases?: readonly string[];
}

const kinds = [
  "GENERATION",
  "AGENT",
  "TOOL",
  "CHAIN",
  "RETRIEVER",
  "EMBEDDING",
  "EVALUATOR",
  "GUARDRAIL",
  "SPAN",
  "EVENT",
] as const;

export const fields = {
  level: {
    name: "level",
    label: "Level",
    type: "choice",
    of: "span",
    facet: true,
    choices: ["ERROR", "WARNING", "DEFAULT", "DEBUG"],
  },
  status: {
    name: "status",
    label: "Status",
    type: "choice",
    of: "trace",
    facet: true,
    choices: ["running", "ok", "error"],
  },
  env: {
    name: "env",
    label: "Environment",
    type: "text",
    of: "trace",
    facet: true,
    aliases: ["environment"],
  },
  name: { name: "name", label: "Trace name", type: "text", of: "trace", facet: true, aliases: ["trace"] },
  model: { name: "model", label: "Model", type: "text", of: "span", facet: true },
  provider: { name: "provider", label: "Provider", type: "text", of: "span", facet: true },
  error: { name: "error", label: "Error class", type: "text", of: "span", facet: true },
  kind: {
    name: "kind",
    label: "Span kind",
    type: "choice",
    of: "span",
    facet: true,
    choices: kinds,
    aliases: ["type"],
  },
  span: { name: "span", label: "Span name", type: "text", of: "span", facet: true },
  service: { name: "service", label: "Service", type: "text", of: "span", facet: true },
  source: {
    name: "source",
    label: "Source",
    type: "choice",
    of: "span",
    facet: false,
    choices: ["otlp", "langfuse", "api", "langsmith", "openai-agents", "opik", "gateway"],
  },
  feature: { name: "feature", label: "Feature", type: "text", of: "span", facet: true },
  tag: { name: "tag", label: "Tag", type: "set", of: "trace", facet: true, aliases: ["tags"] },
  user: { name: "user", label: "User", type: "text", of: "trace", facet: true },
  session: { name: "session", label: "Session", type: "text", of: "trace", facet: true },
  release: { name: "release", label: "Release", type: "text", of: "trace", facet: true },
  version: { name: "version", label: "Version", type: "text", of: "trace", facet: true },
  prompt: { name: "prompt", label: "Prompt", type: "text", of: "span", facet: true },
  id: { name: "id", label: "Trace id", type: "text", of: "trace", facet: false },
  bookmarked: { name: "bookmarked", label: "Bookmarked", type: "flag", of: "trace", facet: false },
  latency: {
    name: "latency",
    label: "Latency",
    type: "duration",
    of: "trace",
    facet: true,
    aliases: ["duration"],
  },
  ttft: { name: "ttft", label: "Time to first token", type: "duration", of: "span", facet: false },
  cost: { name: "cost", label: "Cost", type: "money", of: "trace", facet: true },
  tokens: { name: "tokens", label: "Tokens", type: "count", of: "trace", facet: true },
  input_tokens: { name: "input_tokens", label: "Input tokens", type: "count", of: "trace", facet: false },
  output_tokens: { name: "output_tokens", label: "Output tokens", type: "count", of: "trace", facet: false },
  spans: { name: "spans", label: "Spans", type: "count", of: "trace", facet: false },
  errors: { name: "errors", label: "Errors", type: "count", of: "trace", facet: false },
  input: { name: "input", label: "Input", type: "text", of: "span", facet: false },
  output: { name: "output", label: "Output", type: "text", of: "span", facet: false },
  metadata: { name: "metadata", label: "Metadata", type: "map", of: "span", facet: false, aliases: ["meta"] },
  attributes: {
    name: "attributes",
    label: "Attributes",
    type: "map",
    of: "span",
    facet: false,
    aliases: ["attribute", "attr"],
  },
  score: { name: "score", label: "Score", type: "map", of: "trace", facet: false, aliases: ["scores"] },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

export const fieldNames = Object.keys(fields).filter(isFieldName);

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}
