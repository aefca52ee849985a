import type { TraceSpan } from "@plumbline/services/trace";

/** One field of all spans: the same everywhere, one of few values, or a value for each span. */
type Column<Value> = { all: Value } | { of: Value[]; at: number[] } | { list: Value[] };

type Derived = "parentSpanId" | "startTime" | "endTime" | "offsetMs" | "durationMs" | "timeToFirstTokenMs";
type Columns = { [Field in Exclude<keyof TraceSpan, Derived>]: Column<TraceSpan[Field]> };

interface PackedSpans extends Columns {
  count: number;
  /** Milliseconds since the epoch; the starts below count from here. */
  firstMs: number;
  startMs: Column<number>;
  /** After the start. */
  endMs: Column<number | null>;
  offsetUs: Column<number>;
  durationUs: Column<number | null>;
  firstTokenUs: Column<number | null>;
  /** The position of the parent in the list; its id where it is not there. */
  parent: Column<number | string | null>;
}

/**
 * The spans of a trace as one text, field by field: a tenth of the same as a list of objects, and one
 * fast JSON.parse for the browser. Nothing is lost.
 */
export function packSpans(spans: readonly TraceSpan[]): string {
  const positions = new Map<string, number>();
  for (const [index, { spanId }] of spans.entries()) {
    if (!positions.has(spanId)) positions.set(spanId, index);
  }
  const firstMs = spans[0] ? Date.parse(spans[0].startTime) : 0;
  const column = <Value>(read: (span: TraceSpan) => Value) => toColumn(spans.map(read));
  const packed: PackedSpans = {
    count: spans.length,
    firstMs,
    startMs: column(({ startTime }) => Date.parse(startTime) - firstMs),
    endMs: column(({ startTime, endTime }) =>
      endTime === null ? null : Date.parse(endTime) - Date.parse(startTime),
    ),
    offsetUs: column(({ offsetMs }) => toMicros(offsetMs)),
    durationUs: column(({ durationMs }) => (durationMs === null ? null : toMicros(durationMs))),
    firstTokenUs: column(({ timeToFirstTokenMs: ms }) => (ms === null ? null : toMicros(ms))),
    parent: column(({ parentSpanId: id }) => (id === null ? null : (positions.get(id) ?? id))),
    spanId: column(({ spanId }) => spanId),
    kind: column(({ kind }) => kind),
    name: column(({ name }) => name),
    level: column(({ level }) => level),
    statusMessage: column(({ statusMessage }) => statusMessage),
    errorClass: column(({ errorClass }) => errorClass),
    environment: column(({ environment }) => environment),
    serviceName: column(({ serviceName }) => serviceName),
    scopeName: column(({ scopeName }) => scopeName),
    provider: column(({ provider }) => provider),
    model: column(({ model }) => model),
    modelRequested: column(({ modelRequested }) => modelRequested),
    promptName: column(({ promptName }) => promptName),
    promptVersion: column(({ promptVersion }) => promptVersion),
    finishReasons: column(({ finishReasons }) => finishReasons),
    inputTokens: column(({ inputTokens }) => inputTokens),
    outputTokens: column(({ outputTokens }) => outputTokens),
    totalTokens: column(({ totalTokens }) => totalTokens),
    cacheReadTokens: column(({ cacheReadTokens }) => cacheReadTokens),
    cacheWriteTokens: column(({ cacheWriteTokens }) => cacheWriteTokens),
    reasoningTokens: column(({ reasoningTokens }) => reasoningTokens),
    cost: column(({ cost }) => cost),
    costSource: column(({ costSource }) => costSource),
    rateCardId: column(({ rateCardId }) => rateCardId),
    billable: column(({ billable }) => billable),
    billableReason: column(({ billableReason }) => billableReason),
    inputBytes: column(({ inputBytes }) => inputBytes),
    outputBytes: column(({ outputBytes }) => outputBytes),
  };
  return JSON.stringify(packed);
}

const toMicros = (ms: number) => Math.round(ms * 1_000);

/** A column of few values names each once; lists (finish reasons) are compared by their text. */
function toColumn<Value>(values: Value[]): Column<Value> {
  const of: Value[] = [];
  const known = new Map<unknown, number>();
  const at: number[] = [];
  for (const value of values) {
    const key = Array.isArray(value) ? JSON.stringify(value) : value;
    let position = known.get(key);
    if (position === undefined) {
      position = of.push(value) - 1;
      known.set(key, position);
    }
    at.push(position);
  }
  const [first] = of;
  if (of.length === 1 && first !== undefined) return { all: first };
  return of.length * 4 <= values.length ? { of, at } : { list: values };
}

/** The inverse of packSpans, in linear time. An unreadable text is no spans. */
export function unpackSpans(text: string): TraceSpan[] {
  const packed: unknown = JSON.parse(text);
  return isPacked(packed) ? toSpans(packed) : [];
}

const isPacked = (value: unknown): value is PackedSpans =>
  typeof value === "object" && value !== null && "count" in value && "offsetUs" in value;

function reader<Value>(column: Column<Value>, otherwise: Value): (index: number) => Value {
  if ("all" in column) return () => column.all;
  if ("list" in column) return (index) => column.list[index] ?? otherwise;
  return (index) => column.of[column.at[index] ?? -1] ?? otherwise;
}

function toSpans(packed: PackedSpans): TraceSpan[] {
  const spanIdOf = reader(packed.spanId, "");
  const timesOf = timesReader(packed);
  const identityOf = identityReader(packed);
  const usageOf = usageReader(packed);
  const parentOf = reader(packed.parent, null);
  return Array.from({ length: packed.count }, (_none, index) => {
    const parent = parentOf(index);
    return {
      spanId: spanIdOf(index),
      parentSpanId: typeof parent === "number" ? spanIdOf(parent) : parent,
      ...timesOf(index),
      ...identityOf(index),
      ...usageOf(index),
    };
  });
}

function timesReader(packed: PackedSpans) {
  const startMs = reader(packed.startMs, 0);
  const endMs = reader(packed.endMs, null);
  const offsetUs = reader(packed.offsetUs, 0);
  const durationUs = reader(packed.durationUs, null);
  const firstTokenUs = reader(packed.firstTokenUs, null);
  const toMs = (us: number | null) => (us === null ? null : us / 1_000);
  return (index: number) => {
    const start = packed.firstMs + startMs(index);
    const end = endMs(index);
    return {
      startTime: new Date(start).toISOString(),
      endTime: end === null ? null : new Date(start + end).toISOString(),
      offsetMs: offsetUs(index) / 1_000,
      durationMs: toMs(durationUs(index)),
      timeToFirstTokenMs: toMs(firstTokenUs(index)),
    };
  };
}

function identityReader(packed: PackedSpans) {
  const kind = reader(packed.kind, "SPAN");
  const name = reader(packed.name, "");
  const level = reader(packed.level, "DEFAULT");
  const statusMessage = reader(packed.statusMessage, null);
  const errorClass = reader(packed.errorClass, null);
  const environment = reader(packed.environment, "default");
  const serviceName = reader(packed.serviceName, null);
  const scopeName = reader(packed.scopeName, null);
  const provider = reader(packed.provider, null);
  const model = reader(packed.model, null);
  const modelRequested = reader(packed.modelRequested, null);
  const promptName = reader(packed.promptName, null);
  const promptVersion = reader(packed.promptVersion, null);
  const finishReasons = reader(packed.finishReasons, []);
  return (index: number) => ({
    kind: kind(index),
    name: name(index),
    level: level(index),
    statusMessage: statusMessage(index),
    errorClass: errorClass(index),
    environment: environment(index),
    serviceName: serviceName(index),
    scopeName: scopeName(index),
    provider: provider(index),
    model: model(index),
    modelRequested: modelRequested(index),
    promptName: promptName(index),
    promptVersion: promptVersion(index),
    finishReasons: finishReasons(index),
  });
}

function usageReader(packed: PackedSpans) {
  const inputTokens = reader(packed.inputTokens, null);
  const outputTokens = reader(packed.outputTokens, null);
  const totalTokens = reader(packed.totalTokens, null);
  const cacheReadTokens = reader(packed.cacheReadTokens, null);
  const cacheWriteTokens = reader(packed.cacheWriteTokens, null);
  const reasoningTokens = reader(packed.reasoningTokens, null);
  const cost = reader(packed.cost, null);
  const costSource = reader(packed.costSource, null);
  const rateCardId = reader(packed.rateCardId, null);
  const billable = reader(packed.billable, false);
  const billableReason = reader(packed.billableReason, null);
  const inputBytes = reader(packed.inputBytes, 0);
  const outputBytes = reader(packed.outputBytes, 0);
  return (index: number) => ({
    inputTokens: inputTokens(index),
    outputTokens: outputTokens(index),
    totalTokens: totalTokens(index),
    cacheReadTokens: cacheReadTokens(index),
    cacheWriteTokens: cacheWriteTokens(index),
    reasoningTokens: reasoningTokens(index),
    cost: cost(index),
    costSource: costSource(index),
    rateCardId: rateCardId(index),
    billable: billable(index),
    billableReason: billableReason(index),
    inputBytes: inputBytes(index),
    outputBytes: outputBytes(index),
  });
}
