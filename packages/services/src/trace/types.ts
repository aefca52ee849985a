import type { SpanKind, SpanLevel } from "@plumbline/contracts/events";
import type { PageInput } from "../window.ts";

export type { Page } from "../window.ts";

/** Times are ISO-8601 UTC. Money is a decimal string in USD. null is unknown, never zero. */
export interface TraceRow {
  traceId: string;
  name: string | null;
  /** The time of the trace itself, else of its first span. */
  startTime: string;
  /** First start to last end; null while nothing has ended. */
  durationMs: number | null;
  userId: string | null;
  sessionId: string | null;
  environment: string;
  release: string | null;
  version: string | null;
  tags: string[];
  /** Without the row of the trace itself. */
  spanCount: number;
  errorCount: number;
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  /** Over billable spans; null when none of them has a price. */
  cost: string | null;
  public: boolean;
  /** When its first and its latest news arrived. */
  createdAt: string;
  updatedAt: string;
  /** Billable spans with usage and no price: the cost leaves them out. */
  unpricedCount: number;
  /** At most 200 characters. */
  inputPreview: string | null;
  outputPreview: string | null;
  /** The worst level of any span. */
  level: SpanLevel;
  /** Something is still open, or the root has not arrived, and news came within the last ten minutes. */
  running: boolean;
}

export const traceSortColumns = [
  "startTime",
  "durationMs",
  "cost",
  "totalTokens",
  "name",
  "userId",
  "sessionId",
  "release",
  "version",
  "traceId",
] as const;
export type TraceSortColumn = (typeof traceSortColumns)[number];

export interface ListTracesInput extends PageInput {
  projectId: string;
  /** A trace is in the window when it started in [from, to). Defaults: 30 days back, and now. */
  from?: Date;
  to?: Date;
  orderBy?: { column: TraceSortColumn; direction: "asc" | "desc" };
  /** Part of the trace id, name, user or session, or of an input or output preview; case-insensitive. */
  search?: string;
  name?: string;
  userId?: string;
  sessionId?: string;
  /** All of them must be there. */
  tags?: string[];
  version?: string;
  release?: string;
  /** One of them. */
  environments?: string[];
  /** The worst level of the trace. */
  level?: SpanLevel;
}

/** A span without its text; `spanId` "" is the row of the trace itself. */
export interface TraceSpan {
  spanId: string;
  parentSpanId: string | null;
  kind: SpanKind;
  name: string;
  startTime: string;
  endTime: string | null;
  /** From the start of the trace, microsecond resolution. */
  offsetMs: number;
  durationMs: number | null;
  timeToFirstTokenMs: number | null;
  level: SpanLevel;
  statusMessage: string | null;
  errorClass: string | null;
  environment: string;
  serviceName: string | null;
  scopeName: string | null;
  provider: string | null;
  /** The model that answered, else the one asked for. */
  model: string | null;
  modelRequested: string | null;
  promptName: string | null;
  promptVersion: number | null;
  finishReasons: string[];
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  cacheReadTokens: number | null;
  cacheWriteTokens: number | null;
  reasoningTokens: number | null;
  cost: string | null;
  costSource: string | null;
  rateCardId: string | null;
  billable: boolean;
  billableReason: string | null;
  inputBytes: number;
  outputBytes: number;
}

export interface TraceDetail {
  trace: TraceRow;
  /** By start time. */
  spans: TraceSpan[];
  /** True when the trace has more spans than are returned (50,000). */
  truncated: boolean;
}

/** The beginning of a text as it was sent: plain text, or JSON text when the client sent a structure. */
export interface CutText {
  text: string;
  /** Of all of it, in UTF-8. */
  bytes: number;
  complete: boolean;
}

export type SpanTextField = "input" | "output" | "systemInstructions" | "toolDefinitions";

/** null where nothing was sent. */
export interface SpanText extends Record<SpanTextField, CutText | null> {
  metadata: Record<string, string>;
  attributes: Record<string, string>;
}
