import { createHash } from "node:crypto";
import { type AttributeValue, encodeRequest, encodeSpan, type SpanText } from "./otlp-span.ts";
import { seededRandom, seededText } from "./random.ts";

/** A request whose ids and times are written over for every sending; everything else stays. */
export interface Template {
  bytes: Buffer;
  spans: number;
  traces: number;
  /** Where each trace's id lies, by trace. */
  traceIdOffsets: number[][];
  /** Where each span's id lies: its own, and as the parent of others. */
  spanIdOffsets: number[][];
  times: Array<{ start: number; end: number; startAfterMs: number; durationMs: number }>;
}

export interface TemplateOptions {
  seed: number;
  spans: number;
  spansPerTrace: number;
  /** About so many bytes a span on the wire. */
  spanBytes: number;
  /** Model calls below their root and nothing else; "bare" ones say neither what was asked nor answered. */
  calls?: "usual" | "bare";
}

type Attributes = Array<readonly [string, AttributeValue]>;

const models = [
  ["openai", "gpt-4o-mini", "gpt-4o-mini-2024-07-18"],
  ["openai", "gpt-4o", "gpt-4o-2024-08-06"],
  ["anthropic", "claude-sonnet-4-5", "claude-sonnet-4-5-20250929"],
  ["gcp.gemini", "gemini-2.5-flash", "gemini-2.5-flash"],
] as const;
const tools = ["search_orders", "get_invoice", "refund_payment", "lookup_customer"];
/** What ids, times, names and keys take of a span. */
const generationOverheadBytes = 720;
const otherOverheadBytes = 420;

function message(role: string, content: string): string {
  return JSON.stringify([{ role, parts: [{ type: "text", content }] }]);
}

function generation(random: () => number, spanBytes: number): { name: string; attributes: Attributes } {
  const [provider, requested, used] = models[Math.floor(random() * models.length)] ?? models[0];
  const textBytes = Math.max(100, spanBytes - generationOverheadBytes);
  const inputTokens = 200 + Math.floor(random() * 1500);
  const attributes: Attributes = [
    ["gen_ai.operation.name", "chat"],
    ["gen_ai.provider.name", provider],
    ["gen_ai.request.model", requested],
    ["gen_ai.response.model", used],
    ["gen_ai.request.temperature", 0.25],
    ["gen_ai.request.max_tokens", 1024],
    ["gen_ai.response.id", `resp_${Math.floor(random() * 2 ** 32).toString(16)}`],
    ["gen_ai.response.finish_reasons", ["stop"]],
    ["gen_ai.usage.input_tokens", inputTokens],
    ["gen_ai.usage.output_tokens", 20 + Math.floor(random() * 400)],
    ["gen_ai.usage.cache_read.input_tokens", Math.floor(inputTokens / 2)],
    ["gen_ai.input.messages", message("user", seededText(random, Math.floor(textBytes * 0.65)))],
    ["gen_ai.output.messages", message("assistant", seededText(random, Math.floor(textBytes * 0.35)))],
  ];
  return { name: `chat ${requested}`, attributes };
}

function tool(random: () => number, spanBytes: number): { name: string; attributes: Attributes } {
  const name = tools[Math.floor(random() * tools.length)] ?? "tool";
  const textBytes = Math.max(100, spanBytes - otherOverheadBytes);
  const attributes: Attributes = [
    ["gen_ai.operation.name", "execute_tool"],
    ["gen_ai.tool.name", name],
    ["gen_ai.tool.call.id", `call_${Math.floor(random() * 2 ** 32).toString(16)}`],
    [
      "gen_ai.tool.call.arguments",
      JSON.stringify({ query: seededText(random, Math.floor(textBytes * 0.3)) }),
    ],
    ["gen_ai.tool.call.result", JSON.stringify({ text: seededText(random, Math.floor(textBytes * 0.7)) })],
  ];
  return { name: `execute_tool ${name}`, attributes };
}

function chain(random: () => number, spanBytes: number): { name: string; attributes: Attributes } {
  const textBytes = Math.max(100, spanBytes - otherOverheadBytes);
  const attributes: Attributes = [
    ["openinference.span.kind", "CHAIN"],
    ["input.value", seededText(random, Math.floor(textBytes * 0.5))],
    ["output.value", seededText(random, Math.floor(textBytes * 0.5))],
    ["retry.count", Math.floor(random() * 3)],
  ];
  return { name: "prepare context", attributes };
}

function root(random: () => number, spanBytes: number): { name: string; attributes: Attributes } {
  const textBytes = Math.max(100, spanBytes - otherOverheadBytes);
  const attributes: Attributes = [
    ["gen_ai.operation.name", "invoke_agent"],
    ["gen_ai.agent.name", "support-agent"],
    ["user.id", `user-${Math.floor(random() * 500)}`],
    ["session.id", `session-${Math.floor(random() * 5000)}`],
    ["gen_ai.input.messages", message("user", seededText(random, Math.floor(textBytes * 0.5)))],
    ["gen_ai.output.messages", message("assistant", seededText(random, Math.floor(textBytes * 0.5)))],
  ];
  return { name: "invoke_agent support-agent", attributes };
}

/** Bytes that occur nowhere else, to be found again in the finished request. */
function placeholder(kind: number, number: number, bytes: number): Buffer {
  const mark = Buffer.alloc(bytes, 0xfe);
  mark.writeUInt8(kind, 1);
  mark.writeUInt32BE(number, bytes - 4);
  return mark;
}

function findAll(bytes: Buffer, mark: Buffer): number[] {
  const offsets: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) offsets.push(at);
  return offsets;
}

/** A model call of a client that keeps contents to itself. */
function bareGeneration(random: () => number, spanBytes: number): { name: string; attributes: Attributes } {
  const { name, attributes } = generation(random, spanBytes);
  return { name, attributes: attributes.filter(([key]) => !key.endsWith(".messages")) };
}

const makers = [generation, tool, generation, chain, generation, tool, generation, tool, generation];

/** One span of a request before it has ids and times of its own. */
export interface SpanPlan {
  trace: number;
  /** The number of its parent in the request; null for a root. */
  parent: number | null;
  name: string;
  kind: number;
  attributes: Attributes;
  startAfterMs: number;
  durationMs: number;
}

export const resourceAttributes: Attributes = [
  ["service.name", "support-agent"],
  ["service.version", "2.14.0"],
  ["deployment.environment.name", "production"],
  ["telemetry.sdk.language", "nodejs"],
];
export const scopeName = "plumbline-bench";

function makerOf({ calls }: TemplateOptions, inTrace: number): typeof generation {
  if (calls !== undefined) return calls === "bare" ? bareGeneration : generation;
  return makers[(inTrace - 1) % makers.length] ?? generation;
}

/** What a request says, whatever it is encoded in; follows from the seed. */
export function planSpans(options: TemplateOptions): SpanPlan[] {
  const random = seededRandom(options.seed);
  return Array.from({ length: options.spans }, (_none, number) => {
    const inTrace = number % options.spansPerTrace;
    const make = inTrace === 0 ? root : makerOf(options, inTrace);
    const { name, attributes } = make(random, options.spanBytes);
    return {
      trace: Math.floor(number / options.spansPerTrace),
      parent: inTrace === 0 ? null : number - inTrace,
      name,
      kind: make === generation || make === bareGeneration ? 3 : 1,
      attributes,
      startAfterMs: inTrace * 100,
      durationMs: inTrace === 0 ? 4000 : 50 + Math.floor(random() * 900),
    };
  });
}

export function buildTemplate(options: TemplateOptions): Template {
  const plans = planSpans(options);
  const spans = plans.map(({ trace, parent, name, kind, attributes }, number) => {
    const span: SpanText = {
      traceId: placeholder(1, trace, 16),
      spanId: placeholder(2, number, 8),
      parentSpanId: parent === null ? null : placeholder(2, parent, 8),
      name,
      kind,
      startTime: placeholder(3, number, 8),
      endTime: placeholder(4, number, 8),
      attributes,
    };
    return encodeSpan(span);
  });
  const bytes = encodeRequest(resourceAttributes, scopeName, spans);
  const traces = Math.ceil(options.spans / options.spansPerTrace);
  return {
    bytes,
    spans: options.spans,
    traces,
    traceIdOffsets: Array.from({ length: traces }, (_, trace) => findAll(bytes, placeholder(1, trace, 16))),
    spanIdOffsets: Array.from({ length: options.spans }, (_, span) =>
      findAll(bytes, placeholder(2, span, 8)),
    ),
    times: plans.map(({ startAfterMs, durationMs }, number) => ({
      startAfterMs,
      durationMs,
      start: bytes.indexOf(placeholder(3, number, 8)),
      end: bytes.indexOf(placeholder(4, number, 8)),
    })),
  };
}

export function templateDigest(templates: readonly Template[]): string {
  const hash = createHash("sha256");
  for (const { bytes } of templates) hash.update(bytes);
  return hash.digest("hex");
}
