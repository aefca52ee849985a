/**
 * What every decoder produces, the journal stores as JSON, and the drainer folds, prices and writes.
 * Absent always means unknown: a decoder never invents a zero or an empty value.
 */

/** TRACE is the row of a classic trace itself (span id ""); children without a parent hang below it. */
export const spanKinds = [
  "TRACE",
  "SPAN",
  "GENERATION",
  "EVENT",
  "AGENT",
  "TOOL",
  "CHAIN",
  "RETRIEVER",
  "EVALUATOR",
  "EMBEDDING",
  "GUARDRAIL",
] as const;
export type SpanKind = (typeof spanKinds)[number];

export const spanLevels = ["DEBUG", "DEFAULT", "WARNING", "ERROR"] as const;
export type SpanLevel = (typeof spanLevels)[number];

/** How `usageDetails` counts cached tokens; "unknown" is settled against the total (settle-usage). */
export type UsageConvention = "inclusive" | "exclusive" | "unknown";

/** Who counted the tokens, best first; "client" for what the sender says without saying from where. */
export type UsageSource = "gateway" | "provider" | "client" | "ours";

/** Times are microseconds since the epoch (exact in a double until 2255). Texts are stored as sent. */
export interface SpanFields {
  parentSpanId?: string;
  kind?: SpanKind;
  name?: string;
  startTimeUs?: number;
  endTimeUs?: number;
  /** When the first token arrived. */
  completionStartTimeUs?: number;
  level?: SpanLevel;
  statusMessage?: string;
  errorClass?: string;
  environment?: string;
  release?: string;
  version?: string;
  serviceName?: string;
  scopeName?: string;
  traceName?: string;
  userId?: string;
  sessionId?: string;
  feature?: string;
  tags?: string[];
  public?: boolean;
  provider?: string;
  modelRequested?: string;
  modelUsed?: string;
  /** JSON object text. */
  modelParameters?: string;
  promptName?: string;
  promptVersion?: number;
  responseId?: string;
  finishReasons?: string[];
  /** Token counts under the client's own keys, Langfuse naming where a dialect has its own. */
  usageDetails?: Record<string, number>;
  usageConvention?: UsageConvention;
  usageSource?: UsageSource;
  /** Another span of the trace reports the same model call, and counts for it. */
  repeatsCall?: boolean;
  /** USD as decimal strings, key "total" for the whole. A given cost wins over the price book. */
  givenCost?: Record<string, string>;
  /** Plain text, or JSON text when the client sent a structure. */
  input?: string;
  output?: string;
  traceInput?: string;
  traceOutput?: string;
  systemInstructions?: string;
  toolDefinitions?: string;
  /** Values are plain text for strings, else JSON text. */
  metadata?: Record<string, string>;
  traceMetadata?: Record<string, string>;
  /** Everything that no field claimed, same encoding as metadata; resource attributes as "resource.<key>". */
  attributes?: Record<string, string>;
  /** Which keys became fields, in the short form of spans/explain-span; tells no values. */
  claimedKeys?: string;
  /** Only in parts: GenAI log events of the span, JSON text by an id of each. The fold turns them into content. */
  logEvents?: Record<string, string>;
}

/** A span that arrived whole (OpenTelemetry). */
export interface CompleteSpanEvent {
  type: "span";
  traceId: string;
  spanId: string;
  fields: SpanFields & { startTimeUs: number };
}

/** A create or an update of a span or (span id "") of a trace; folded with everything else of its id. */
export interface SpanPartEvent {
  type: "part";
  eventId: string;
  op: "create" | "update";
  /** The client's event time, bounded at acceptance. */
  timeUs: number;
  traceId: string;
  spanId: string;
  fields: SpanFields;
  /** All that its span will ever say of itself, most likely: the fold keeps it in one piece, which costs less. */
  whole?: true;
}

export const scoreDataTypes = ["NUMERIC", "CATEGORICAL", "BOOLEAN", "TEXT", "CORRECTION"] as const;
export type ScoreDataType = (typeof scoreDataTypes)[number];
export type ScoreSource = "API" | "EVAL" | "ANNOTATION";

export interface ScoreEvent {
  type: "score";
  eventId: string;
  timeUs: number;
  /** The client named no data type; gone once the score was accepted. */
  typeIsGuess?: true;
  score: {
    id: string;
    traceId?: string;
    observationId?: string;
    sessionId?: string;
    datasetRunId?: string;
    name: string;
    /** Numeric value, 0 or 1 for BOOLEAN; absent for text types. */
    value?: number;
    /** Text for CATEGORICAL, TEXT and CORRECTION, "True"/"False" for BOOLEAN. */
    stringValue?: string;
    dataType: ScoreDataType;
    source: ScoreSource;
    comment?: string;
    environment?: string;
    metadata?: Record<string, string>;
    configId?: string;
    queueId?: string;
    /** The moment that the score speaks of. */
    timestampUs: number;
    /** The score is taken back; a later event may set it again. */
    deleted?: true;
  };
}

/** One data point of a metric, as OpenTelemetry sends them. */
export interface MetricPoint {
  name: string;
  /** UCUM, "" when not said. */
  unit: string;
  kind: "sum" | "gauge" | "histogram" | "exponential" | "summary";
  /** Whether a point tells what was added since the last one or since `startTimeUs`; "" for gauges and summaries. */
  temporality: "delta" | "cumulative" | "";
  /** A sum that never goes down. */
  monotonic: boolean;
  /** Of sender, scope and attributes: points of one series follow each other. Hex. */
  series: string;
  startTimeUs?: number;
  timeUs: number;
  /** Of sums and gauges. */
  value?: number;
  /** The rest is of histograms: bucket i lies between bounds i-1 and i, the last one is open. */
  count?: number;
  sum?: number;
  min?: number;
  max?: number;
  bounds?: number[];
  bucketCounts?: number[];
  /** Of exponential histograms. */
  exponential?: ExponentialBuckets;
  /** Of summaries, as the sender worked them out. */
  quantiles?: Array<{ level: number; value: number }>;
  /** With "service.name" and "deployment.environment.name" of the sender. Values as in SpanFields. */
  attributes: Record<string, string>;
}

/**
 * Bucket i of a side lies between base^i and base^(i+1), the upper end included, where base = 2^(2^-scale);
 * `counts[0]` is that of `offset`. What is not beyond the threshold lies in `zeroCount`.
 */
export interface ExponentialBuckets {
  scale: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: { offset: number; counts: number[] };
  negative: { offset: number; counts: number[] };
}

export interface MetricPointEvent {
  type: "metric";
  eventId: string;
  point: MetricPoint;
}

/** Refused at the door and kept, so that its sender can see it and why. */
export interface RejectedEvent {
  type: "rejected";
  eventId: string;
  timeUs: number;
  /** Stable, countable reason, e.g. "span.missing_id". */
  code: string;
  reason: string;
  /** The event as it arrived, cut to its first 1,048,576 characters. */
  raw: string;
  /** Characters of the whole, when `raw` is only its beginning. */
  rawSize?: number;
  /** Of a request that could not be read at all. */
  request?: RejectedRequest;
}

/** The bytes of a body, inflated, as base64; perhaps only the first mebibyte of `bodySize`. */
export interface RejectedRequest {
  door: RequestDoor;
  body: string;
  bodySize: number;
}

/** Where a request came in and how it was written, so that it can be read again. */
export const requestDoors = [
  "otlp-traces:protobuf",
  "otlp-traces:json",
  "otlp-logs:protobuf",
  "otlp-logs:json",
  "otlp-metrics:protobuf",
  "otlp-metrics:json",
  "langfuse-batch",
  /** A protocol whose requests are kept and cannot be replayed as a whole. */
  "other",
] as const;
export type RequestDoor = (typeof requestDoors)[number];

export type IngestEvent = CompleteSpanEvent | SpanPartEvent | ScoreEvent | MetricPointEvent | RejectedEvent;

/** Which door took it. */
export type IngestSource = "otlp" | "langfuse" | "api" | "langsmith" | "openai-agents" | "opik" | "gateway";

/** One journal record: events of one project from one request (a large request makes several). */
export interface JournalEntry {
  /** Format version. */
  v: 1;
  projectId: string;
  source: IngestSource;
  /** When the door took it; the same in every replay. */
  receivedAtUs: number;
  /** Refused events that are tried again: the request for it, and when it was made. */
  replay?: { id: string; atMs: number };
  events: IngestEvent[];
}
