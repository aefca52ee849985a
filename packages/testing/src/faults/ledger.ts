import { randomBytes } from "node:crypto";

/** gpt-4o-mini, in pico-dollars per token. */
const inputPico = 150_000n;
const outputPico = 600_000n;

/** One span that is going to be sent, with what it has to cost. */
export interface LedgerSpan {
  traceId: string;
  spanId: string;
  startUs: number;
  /** It carries its messages and is a row at once; other calls wait for theirs in a fold. */
  isWhole: boolean;
  inputTokens: number;
  outputTokens: number;
  picoDollars: bigint;
}

/** What was sent, what was acknowledged, and what each of it costs exactly. */
export class Ledger {
  readonly sent = new Map<string, LedgerSpan>();
  readonly acknowledged = new Set<string>();
  /** Answers that were no success, by status; 0 for a connection that broke. */
  readonly refusals = new Map<number, number>();

  make(startUs = Date.now() * 1_000, isWhole = randomBytes(1).readUInt8() % 2 === 0): LedgerSpan {
    const inputTokens = 1 + (randomBytes(2).readUInt16BE() % 5_000);
    const outputTokens = 1 + (randomBytes(2).readUInt16BE() % 2_000);
    const span: LedgerSpan = {
      traceId: randomBytes(16).toString("hex"),
      spanId: randomBytes(8).toString("hex"),
      startUs,
      isWhole,
      inputTokens,
      outputTokens,
      picoDollars: BigInt(inputTokens) * inputPico + BigInt(outputTokens) * outputPico,
    };
    this.sent.set(span.spanId, span);
    return span;
  }

  acknowledge(spans: readonly LedgerSpan[]): void {
    for (const { spanId } of spans) this.acknowledged.add(spanId);
  }

  refuse(status: number): void {
    this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
  }

  /** Of the given ids. */
  total(spanIds: Iterable<string>): bigint {
    let total = 0n;
    for (const spanId of spanIds) total += this.sent.get(spanId)?.picoDollars ?? 0n;
    return total;
  }
}

const messages = [
  ["gen_ai.input.messages", '[{"role":"user","parts":[{"type":"text","content":"Rain?"}]}]'],
  ["gen_ai.output.messages", '[{"role":"assistant","parts":[{"type":"text","content":"Yes."}]}]'],
] as const;

/** An OTLP/JSON request, as an exporter sends it. */
export function otlpBody(
  spans: readonly LedgerSpan[],
  changes: { durationUs?: number; padding?: string } = {},
): string {
  const attribute = (key: string, value: Record<string, unknown>) => ({ key, value });
  const body = spans.map((span) => ({
    traceId: span.traceId,
    spanId: span.spanId,
    name: "chat",
    startTimeUnixNano: `${span.startUs}000`,
    endTimeUnixNano: `${span.startUs + (changes.durationUs ?? 1_000)}000`,
    attributes: [
      attribute("gen_ai.operation.name", { stringValue: "chat" }),
      attribute("gen_ai.provider.name", { stringValue: "openai" }),
      attribute("gen_ai.request.model", { stringValue: "gpt-4o-mini" }),
      attribute("gen_ai.usage.input_tokens", { intValue: String(span.inputTokens) }),
      attribute("gen_ai.usage.output_tokens", { intValue: String(span.outputTokens) }),
      ...(span.isWhole ? messages.map(([key, text]) => attribute(key, { stringValue: text })) : []),
      ...(changes.padding === undefined ? [] : [attribute("padding", { stringValue: changes.padding })]),
    ],
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: body }] }] });
}

/** The same through the classic protocol: a create, and an update that brings the usage. */
export function classicBody(spans: readonly LedgerSpan[]): string {
  const batch = spans.flatMap((span) => {
    const startTime = new Date(span.startUs / 1_000).toISOString();
    const head = { id: span.spanId, traceId: span.traceId };
    const usage = { input: span.inputTokens, output: span.outputTokens, unit: "TOKENS" };
    return [
      {
        id: `${span.spanId}-create`,
        type: "generation-create",
        timestamp: startTime,
        body: { ...head, name: "chat", startTime, model: "gpt-4o-mini" },
      },
      {
        id: `${span.spanId}-update`,
        type: "generation-update",
        timestamp: startTime,
        body: { ...head, endTime: startTime, usage },
      },
    ];
  });
  return JSON.stringify({ batch });
}
