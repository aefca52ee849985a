import { seededText } from "../ingest/random.ts";

type Value = string | number | boolean;

interface SpanSketch {
  name: string;
  /** Position of the parent in the list; null for the root. */
  parent: number | null;
  /** From the start of the trace. */
  startMs: number;
  durationMs: number;
  attributes: Record<string, Value>;
  error?: string;
}

export interface AgentTrace {
  traceId: string;
  spans: object[];
}

export interface AgentTraceOptions {
  random: () => number;
  startMs: number;
  /** Of the whole trace, at least 3. */
  spans: number;
  /** Bytes of a message. */
  textBytes: number;
}

const models = [
  ["openai", "gpt-4o-mini"],
  ["openai", "gpt-4o"],
  ["anthropic", "claude-sonnet-4-5"],
  ["gcp.gemini", "gemini-2.5-flash"],
] as const;
const tools = ["search_orders", "get_invoice", "refund_payment", "lookup_customer"];

/** An agent that asks a model, calls tools and hands parts of its work to agents below it. */
export function agentTrace({ random, startMs, spans, textBytes }: AgentTraceOptions): AgentTrace {
  const id = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  const traceId = id(32);
  const sketches = sketchSpans(random, spans, textBytes);
  const ids = sketches.map(() => id(16));
  const nanos = (afterMs: number) => `${startMs + afterMs}000000`;
  return {
    traceId,
    spans: sketches.map((sketch, index) => ({
      traceId,
      spanId: ids[index],
      parentSpanId: sketch.parent === null ? undefined : ids[sketch.parent],
      name: sketch.name,
      kind: 1,
      startTimeUnixNano: nanos(sketch.startMs),
      endTimeUnixNano: nanos(sketch.startMs + sketch.durationMs),
      attributes: toAttributes(sketch.attributes),
      status: sketch.error === undefined ? { code: 1 } : { code: 2, message: sketch.error },
    })),
  };
}

function sketchSpans(random: () => number, count: number, textBytes: number): SpanSketch[] {
  const pick = <Item>(items: readonly [Item, ...Item[]] | readonly Item[]) =>
    items[Math.floor(random() * items.length)];
  const whole = Math.max(2_000, count * 40);
  const sketches: SpanSketch[] = [
    {
      name: "support agent",
      parent: null,
      startMs: 0,
      durationMs: whole,
      attributes: {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "support",
        "user.id": `user-${Math.floor(random() * 40)}`,
        "session.id": `session-${Math.floor(random() * 200)}`,
      },
    },
  ];
  const agents = [0];
  while (sketches.length < count) {
    const parent = agents.at(-1 - Math.floor(random() * Math.min(3, agents.length))) ?? 0;
    const startMs = Math.floor((sketches.length / count) * whole);
    const durationMs = 20 + Math.floor(random() * 1_500);
    const share = random();
    if (share < 0.08) {
      agents.push(sketches.length);
      sketches.push({
        name: `research agent ${agents.length}`,
        parent,
        startMs,
        durationMs: durationMs * 4,
        attributes: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "research" },
      });
      if (agents.length > 12) agents.splice(1, 4);
    } else if (share < 0.5 || sketches.length === 1) {
      const [provider, model] = pick(models) ?? models[0];
      sketches.push({
        name: `chat ${model}`,
        parent,
        startMs,
        durationMs,
        attributes: chatAttributes(random, provider, model, textBytes),
      });
    } else {
      const tool = pick(tools) ?? "search_orders";
      sketches.push({
        name: `execute_tool ${tool}`,
        parent,
        startMs,
        durationMs,
        attributes: {
          "gen_ai.operation.name": "execute_tool",
          "gen_ai.tool.name": tool,
          "gen_ai.tool.call.arguments": JSON.stringify({ query: seededText(random, 40) }),
          "gen_ai.tool.call.result": JSON.stringify({ found: seededText(random, textBytes / 2) }),
        },
        ...(random() < 0.05 && { error: "The order service did not answer in time." }),
      });
    }
  }
  return sketches;
}

function chatAttributes(random: () => number, provider: string, model: string, textBytes: number) {
  const said = (role: string, text: string) =>
    JSON.stringify([{ role, parts: [{ type: "text", content: text }] }]);
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": provider,
    "gen_ai.request.model": model,
    "gen_ai.response.model": model,
    "gen_ai.usage.input_tokens": 200 + Math.floor(random() * 1_500),
    "gen_ai.usage.output_tokens": 20 + Math.floor(random() * 400),
    "gen_ai.input.messages": said("user", seededText(random, textBytes)),
    "gen_ai.output.messages": said("assistant", seededText(random, textBytes / 2)),
  };
}

const toAttributes = (attributes: Record<string, Value>) =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { intValue: String(value) } : { stringValue: String(value) },
  }));
