import type { CallOutcome, CallTimer } from "@plumbline/contracts/gateway-call";
import { describeReportedError } from "@plumbline/providers/describe-upstream-failure";
import type { HiddenUsage } from "@plumbline/providers/prepare-upstream";
import type { Translation } from "@plumbline/providers/translator";
import type { ErrorAnswer } from "../http/error-body.ts";
import type { Call } from "../pipeline/call.ts";
import type { AbortReason } from "../pipeline/call-abort.ts";
import { type AttemptEnd, failed, noFindings } from "./attempt-end.ts";
import { StreamRelay } from "./stream-relay.ts";

/** Where a stream goes: the client's side of it. */
export interface AnswerSink {
  begin(status: number, contentType: string, passed: readonly string[], isEvents: boolean): void;
  /** False when the client does not keep up: `onDrain` is called when it does again. */
  write(bytes: Buffer): boolean;
  onDrain(listener: () => void): void;
  /** Tells a client of events that the answer goes on. */
  ping(): void;
  end(): void;
  /** Breaks off, with a last word of why if the client can read one. */
  cut(error: ErrorAnswer | null): void;
}

export interface StreamAnswerOptions {
  call: Call;
  sink: AnswerSink;
  status: number;
  contentType: string;
  passed: readonly string[];
  /** Events to be read and held together; otherwise bytes. */
  isEvents: boolean;
  translation: Translation | null;
  hides: HiddenUsage;
  idleMs: number;
  pingMs: number;
  onBegun: () => void;
  onResume: () => void;
  onEnd: (end: AttemptEnd) => void;
}

const badGateway = { status: 502 };

function stepOf({ idleMs, pingMs, isEvents }: StreamAnswerOptions): number {
  if (pingMs === 0 || !isEvents) return idleMs;
  return idleMs === 0 ? pingMs : idleMs / Math.ceil(idleMs / pingMs);
}

/** What a server that has said its last may still take to close. */
const graceMs = 2_000;

/**
 * A stream between its first byte and its end. Nothing goes to the client before the first event of
 * content; from then on a failure is told in band and the connection is cut.
 */
export class StreamAnswer {
  begun = false;
  readonly #options: StreamAnswerOptions;
  readonly #relay: StreamRelay | null;
  #isPaused = false;
  #isOver = false;
  #idle: NodeJS.Timeout | undefined;
  /** Silence is looked at in equal steps, the last of which is the limit; 0 when nobody looks. */
  readonly #stepMs: number;
  #steps = 0;
  #grace: NodeJS.Timeout | undefined;

  constructor(options: StreamAnswerOptions) {
    this.#options = options;
    const { call, translation, hides } = options;
    this.#relay = options.isEvents ? new StreamRelay(call.route.operation, translation, hides) : null;
    this.#stepMs = stepOf(options);
  }

  /** False to be sent nothing until `onResume`. */
  push(chunk: Buffer): boolean {
    if (this.#isOver) return true;
    const relay = this.#relay;
    if (relay === null) {
      this.#begin();
      return this.#flow(this.#options.sink.write(chunk));
    }
    relay.push(chunk);
    const flows = this.#writeOut();
    if (relay.state === "error" || relay.state === "broken") this.#failed();
    else if (relay.state === "ended") this.#lastWord();
    return flows;
  }

  upstreamEnded(): void {
    if (this.#isOver) return;
    const relay = this.#relay;
    if (relay === null) {
      this.#begin();
      this.#end("ok");
      return;
    }
    relay.end();
    this.#writeOut();
    if (relay.state === "error" || relay.state === "broken") this.#failed();
    else if (relay.isWhole(this.#options.call.choices)) this.#end("ok");
    else if (!this.begun)
      this.#over(failed("bad_response", "The upstream ended its stream without any content."));
    else this.#cut("cut", "The upstream ended its stream before the answer was complete.");
  }

  upstreamBroke(error: Error): void {
    if (this.#isOver) return;
    if (this.#relay?.state === "ended") this.#end("ok");
    else if (this.begun) this.#cut("cut", `The upstream broke off its answer: ${error.message}`);
    else this.#over(failed("cut", `The upstream broke off before its first event: ${error.message}`));
  }

  stopped(reason: AbortReason): void {
    if (this.#isOver) return;
    if (reason === "client_closed") {
      this.#options.sink.cut(null);
      this.#streamed("client_closed", "The client closed the connection.");
    } else if (reason === "total_timeout")
      this.#cut("timeout", "The call took longer than it may in all.", { status: 504, timer: "total" });
    else this.#cut("cut", "The gateway shuts down.", { status: 503 });
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#idle);
    clearTimeout(this.#grace);
  }

  #begin(): void {
    if (this.begun) return;
    const { sink, status, passed, isEvents, onBegun } = this.#options;
    this.begun = true;
    onBegun();
    sink.begin(status, this.#options.contentType, passed, isEvents);
    sink.onDrain(this.#onDrain);
    this.#watchSilence();
  }

  #writeOut(): boolean {
    const out = this.#relay?.out ?? [];
    if (out.length === 0) {
      this.#heard();
      return !this.#isPaused;
    }
    this.#begin();
    let flows = true;
    for (const piece of out) flows = this.#options.sink.write(piece);
    out.length = 0;
    return this.#flow(flows);
  }

  /** While the client does not read, a silent upstream is nobody's fault. */
  #flow(flows: boolean): boolean {
    if (flows) this.#heard();
    else if (!this.#isPaused) {
      this.#isPaused = true;
      clearTimeout(this.#idle);
    }
    return !this.#isPaused;
  }

  readonly #onDrain = (): void => {
    if (!this.#isPaused || this.#isOver) return;
    this.#isPaused = false;
    this.#watchSilence();
    this.#options.onResume();
  };

  #watchSilence(): void {
    this.#steps = 0;
    if (this.#stepMs > 0) this.#idle = setTimeout(this.#onSilence, this.#stepMs);
  }

  #heard(): void {
    this.#steps = 0;
    // Refreshing would wake a timer that was cleared.
    if (!this.#isPaused) this.#idle?.refresh();
  }

  readonly #onSilence = (): void => {
    const { idleMs, isEvents, pingMs, sink } = this.#options;
    this.#steps += 1;
    if (idleMs > 0 && Math.round(this.#steps * this.#stepMs) >= idleMs) {
      if (this.#relay?.state === "ended") this.#end("ok");
      else this.#cut("timeout", `The upstream fell silent for ${idleMs} ms.`, { status: 504, timer: "idle" });
      return;
    }
    if (isEvents && pingMs > 0 && this.#relay?.state !== "ended") sink.ping();
    this.#idle?.refresh();
  };

  /** The answer is complete; whatever the server does now, the client shall not wait for it long. */
  #lastWord(): void {
    this.#grace ??= setTimeout(() => this.#end("ok"), graceMs);
  }

  #failed(): void {
    const error = this.#relay?.findings().error;
    const failure =
      error === undefined
        ? ({
            outcome: "bad_response",
            message: "The upstream sent something that is no event.",
            retry: "same",
          } as const)
        : describeReportedError(error);
    if (this.begun) this.#cut(failure.outcome, failure.message);
    else this.#over({ type: "failed", failure, status: this.#options.status });
  }

  #end(outcome: CallOutcome): void {
    this.#options.sink.end();
    this.#streamed(outcome);
  }

  #cut(outcome: CallOutcome, message: string, why: { status: number; timer?: CallTimer } = badGateway): void {
    const { status, timer } = why;
    const code = status === 504 ? "call_timeout" : "upstream_failed";
    this.#options.sink.cut(this.#options.isEvents ? { status, code, message } : null);
    this.#streamed(outcome, message, timer);
  }

  #streamed(outcome: CallOutcome, message?: string, timer?: CallTimer): void {
    const end: AttemptEnd = { type: "streamed", outcome, findings: this.#relay?.findings() ?? noFindings() };
    if (message !== undefined) end.message = message;
    if (timer !== undefined) end.timer = timer;
    this.#over(end);
  }

  #over(end: AttemptEnd): void {
    if (this.#isOver) return;
    this.close();
    this.#options.onEnd(end);
  }
}
