import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  AttemptRecord,
  CallOutcome,
  CallTimer,
  GatewayCall,
  TokenUsage,
} from "@plumbline/contracts/gateway-call";
import type { DegradeMoment, RecordPolicy } from "@plumbline/contracts/gateway-config";
import type { Pool, Replica, SnapshotKey } from "@plumbline/contracts/gateway-snapshot";
import { type Members, type Range, readMember } from "@plumbline/providers/member-scanner";
import type { Findings } from "@plumbline/providers/usage-scanner";
import type { CallShape } from "@plumbline/routing/call-shape";
import type { Plan } from "@plumbline/routing/router";
import { randomHex, readTraceparent, requestIdOf, type TraceContext } from "../http/ids.ts";
import type { ModelRoute } from "../routes.ts";
import type { Serving } from "../serving.ts";
import { CallAbort } from "./call-abort.ts";
import type { CallLabels } from "./call-labels.ts";
import type { ClientReply } from "./client-reply.ts";

const noBytes = Buffer.alloc(0);

export interface CallPrice {
  /** Decimal, what the row of the call will say as far as it is known now; null is unknown. */
  usd: string | null;
  own?: GatewayCall["ownCost"];
  sibling?: GatewayCall["pricedAs"];
}

/** One call from its first byte to its record. Steps fill it in, in the order of the pipeline. */
export class Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route: ModelRoute;
  /** The snapshot that it was planned by, to its end, whatever is swapped in meanwhile. */
  serving: Serving;
  readonly query: string;
  readonly requestId: string;
  traceId: string;
  parentSpanId: string | undefined;
  /** W3C's, which goes on to the upstream with the traceparent that it came with. */
  readonly traceState: string | undefined;
  readonly spanId = randomHex(8);
  readonly abort = new CallAbort();
  /** Wall clock of the arrival; all other moments are told from here by the monotonic clock. */
  readonly startUs: number;
  readonly startedAt = performance.now();

  body: Buffer = noBytes;
  key: SnapshotKey | null = null;
  /** The client's own credentials for the upstream. Never recorded. */
  authorization: string | undefined;
  labels: CallLabels | null = null;
  members: Members | null = null;
  modelRange: Range | null = null;
  stream = false;
  wantsUsage = false;
  requestedModel = "";
  shape: CallShape | null = null;
  plan: Plan = [];
  reply: ClientReply | null = null;

  /** Monotonic milliseconds. */
  receivedAt = 0;
  askedAt = 0;
  answeredAt = 0;
  firstSentAt = 0;
  queuedAt: { from: number; to: number } | null = null;

  /** Until content goes to the client. */
  waiting: NodeJS.Timeout | undefined;

  /** It was written down as under way. */
  isNoted = false;
  readonly attempts: AttemptRecord[] = [];
  /** Who answered, or was asked last. */
  pool: Pool | null = null;
  replica: Replica | null = null;
  /** Other calls that its replica had when it was asked. */
  callsBeside = 0;
  degraded: "clamp" | "pool" | "answer" | "handover" | undefined;
  degradedWhen: DegradeMoment | undefined;
  clampTokens: number | undefined;

  /** How it ended. */
  outcome: CallOutcome = "ok";
  errorMessage: string | undefined;
  timer: CallTimer | undefined;
  findings: Findings | null = null;
  usage: TokenUsage | undefined;
  usageFrom: GatewayCall["usageFrom"];
  /** An upstream had a connection for it, and may have worked for it. */
  wasSent = false;
  /** One that got it did not refuse it. */
  mayBeBilled = false;
  price: CallPrice | undefined;
  #isRetained = false;
  #total: NodeJS.Timeout | undefined;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    options: { route: ModelRoute; serving: Serving; query: string; startUs: number },
  ) {
    this.request = request;
    this.response = response;
    this.route = options.route;
    this.serving = options.serving;
    this.query = options.query;
    this.startUs = options.startUs;
    const { headers } = request;
    this.requestId = requestIdOf(headers["x-request-id"] ?? headers["helicone-request-id"]);
    const context = readTraceparent(headers.traceparent);
    this.traceId = context?.traceId ?? randomHex(16);
    this.parentSpanId = context?.parentSpanId;
    const { tracestate } = headers;
    this.traceState = context !== undefined && typeof tracestate === "string" ? tracestate : undefined;
  }

  /** A traceparent goes before every other way to name a trace. */
  joinTrace({ traceId, parentSpanId }: TraceContext): void {
    if (this.parentSpanId !== undefined) return;
    this.traceId = traceId;
    this.parentSpanId = parentSpanId;
  }

  /** From the moment that the whole call was here. */
  limitTotal(totalMs: number): void {
    this.#total = setTimeout(() => this.abort.fire("total_timeout"), totalMs);
  }

  /** Together with the plan: the connections to its replicas stay. */
  serveBy(serving: Serving): void {
    this.serving = serving;
    serving.retain();
    this.#isRetained = true;
  }

  /** Nothing of it goes on after this. */
  close(): void {
    clearTimeout(this.#total);
    clearTimeout(this.waiting);
    if (this.#isRetained) this.serving.release();
  }

  /** Microseconds since the epoch of a monotonic moment. */
  toUs(at: number): number {
    return this.startUs + Math.round((at - this.startedAt) * 1_000);
  }

  /** Answers that were asked for at once. */
  get choices(): number {
    const given = this.members?.ranges.has("n") ? readMember(this.body, this.members, "n") : 1;
    return typeof given === "number" && given >= 1 ? Math.floor(given) : 1;
  }

  get recordPolicy(): RecordPolicy {
    return (this.pool ?? this.plan[0]?.pool)?.record ?? "full";
  }

  /** What the gateway itself took so far, before the upstream was asked and after it answered. */
  overheadMs(now: number): number {
    if (this.askedAt === 0) return now - this.receivedAt - this.queuedMs();
    const before = this.askedAt - this.receivedAt - this.queuedMs();
    const after =
      this.answeredAt === 0 ? 0 : (this.firstSentAt === 0 ? now : this.firstSentAt) - this.answeredAt;
    return Math.max(0, before + after);
  }

  queuedMs(): number {
    return this.queuedAt === null ? 0 : this.queuedAt.to - this.queuedAt.from;
  }
}
