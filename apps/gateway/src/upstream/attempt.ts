import type { Pool } from "@plumbline/contracts/gateway-snapshot";
import type { AnswerHandler, UpstreamPool } from "@plumbline/egress/upstream-pool";
import {
  describeReportedError,
  describeUpstreamFailure,
} from "@plumbline/providers/describe-upstream-failure";
import type { PreparedUpstream } from "@plumbline/providers/prepare-upstream";
import { readWhole } from "@plumbline/providers/usage-scanner";
import { readRetryAfterMs } from "@plumbline/routing/retry";
import { passedHeaders, rawHeader } from "../http/response-headers.ts";
import type { Call } from "../pipeline/call.ts";
import type { AbortReason } from "../pipeline/call-abort.ts";
import { type AttemptEnd, failed, failedToReach, timedOut } from "./attempt-end.ts";
import { firstByteMs } from "./first-byte-ms.ts";
import { createInflater, type Inflater } from "./inflate.ts";
import { type AnswerSink, StreamAnswer } from "./stream-answer.ts";

export interface AttemptOptions {
  call: Call;
  upstream: UpstreamPool;
  prepared: PreparedUpstream;
  timeouts: Pool["timeouts"];
  /** It is asked with the client's own credentials. */
  isOwnKey: boolean;
  /** Where a stream goes; whole answers are given back. */
  sink: AnswerSink;
  /** The first byte of an answer's body came. */
  onFirstByte: () => void;
  /** The first event of a stream came. */
  onFirstToken: () => void;
}

const maxWholeBytes = 64 * 1024 * 1024;
const maxErrorBytes = 256 * 1024;

type Mode = "waiting" | "error" | "whole" | "stream";

/**
 * One request to one replica. Every way in which it can end leads to `#finish`, once; then the upstream's
 * connection is released, or destroyed when the answer was not read to its end.
 */
export class Attempt implements AnswerHandler {
  readonly #options: AttemptOptions;
  readonly #call: Call;
  #mode: Mode = "waiting";
  #status = 0;
  #headers: readonly Buffer[] = [];
  #contentType = "";
  #chunks: Buffer[] = [];
  #bytes = 0;
  #answer: StreamAnswer | null = null;
  #abortUpstream: ((error?: Error) => void) | null = null;
  #settle: ((end: AttemptEnd) => void) | null = null;
  #isComplete = false;
  #isComing = false;
  #inflater: Inflater | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#call = options.call;
  }

  get status(): number | undefined {
    return this.#status === 0 ? undefined : this.#status;
  }

  /** A connection was given to it: the upstream has got the call, or a part of it. */
  get wasSent(): boolean {
    return this.#abortUpstream !== null;
  }

  run(): Promise<AttemptEnd> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#call.abort.listen(this.#onAbort);
      if (this.#settle === null) return;
      const { prepared, upstream } = this.#options;
      const waitMs = firstByteMs(this.#call, this.#options.timeouts);
      if (waitMs > 0) this.#timer = setTimeout(this.#onLate, waitMs, waitMs);
      const { path, headers, body } = prepared;
      try {
        upstream.dispatch({ method: "POST", path, headers, body }, this);
      } catch (error) {
        this.#finish(failedToReach(error instanceof Error ? error : new Error(String(error))));
      }
    });
  }

  /** Ends it without a verdict: another attempt won, or the call is over. */
  stop(): void {
    this.#finish({ type: "stopped" });
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#abortUpstream = abort;
    if (this.#settle === null) abort();
  }

  onHeaders(status: number, headers: Buffer[], resume: () => void): boolean {
    if (status < 200) return true;
    this.#status = status;
    this.#headers = headers;
    this.#contentType = rawHeader(headers, "content-type") ?? "";
    this.#mode = this.#modeFor(status);
    const inflater = createInflater(rawHeader(headers, "content-encoding"), {
      onData: (chunk) =>
        this.#guard(() => {
          if (!this.#take(chunk)) inflater?.pause();
        }),
      onEnd: () => this.#guard(() => this.#ended()),
      onError: (error) => this.#broke(error),
      onDrain: resume,
    });
    this.#inflater = inflater;
    if (this.#mode === "stream") this.#openStream(inflater === undefined ? resume : () => inflater.resume());
    return true;
  }

  /** What undici does for its callbacks: a stream of our own would end this process. */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#broke(error instanceof Error ? error : new Error(String(error)));
    }
  }

  onData(chunk: Buffer): boolean {
    if (this.#inflater !== undefined) return this.#inflater.push(chunk);
    return this.#take(chunk);
  }

  #take(chunk: Buffer): boolean {
    if (this.#settle === null) return true;
    if (this.#bytes === 0 && this.#mode !== "error") this.#options.onFirstByte();
    this.#bytes += chunk.length;
    if (this.#answer !== null) return this.#answer.push(chunk);
    this.#watchGaps();
    const limit = this.#mode === "error" ? maxErrorBytes : maxWholeBytes;
    if (this.#bytes <= limit) {
      this.#chunks.push(chunk);
    } else if (this.#mode === "whole") {
      this.#finish(failed("bad_response", `The answer is larger than ${limit} bytes.`, "never"));
    } else {
      this.#isComplete = false;
      this.#finish(this.#errorEnd());
    }
    return true;
  }

  onComplete(): void {
    this.#isComplete = true;
    if (this.#inflater !== undefined) this.#inflater.end();
    else this.#ended();
  }

  #ended(): void {
    if (this.#settle === null) return;
    if (this.#answer !== null) this.#answer.upstreamEnded();
    else if (this.#mode === "error") this.#finish(this.#errorEnd());
    else {
      this.#call.answeredAt = performance.now();
      this.#finish(this.#wholeEnd());
    }
  }

  onError(error: Error): void {
    this.#isComplete = true;
    this.#broke(error);
  }

  #broke(error: Error): void {
    if (this.#settle === null) return;
    if (this.#answer !== null) this.#answer.upstreamBroke(error);
    else if (this.#mode === "waiting") this.#finish(failedToReach(error));
    else this.#finish(failed("cut", `The upstream broke off its answer: ${error.message}`.slice(0, 1_000)));
  }

  #modeFor(status: number): Mode {
    if (status >= 300) return "error";
    const isEvents = /^text\/event-stream|ndjson/i.test(this.#contentType);
    if (this.#call.stream && isEvents) return "stream";
    // Sound and subtitles are not JSON, and go through as they come.
    const isJson = /json/i.test(this.#contentType);
    return this.#call.route.passesThrough && !isJson ? "stream" : "whole";
  }

  #openStream(resume: () => void): void {
    const { prepared, sink, timeouts } = this.#options;
    this.#answer = new StreamAnswer({
      call: this.#call,
      sink,
      status: this.#status,
      contentType: this.#contentType,
      passed: passedHeaders(this.#headers, this.#options.isOwnKey),
      isEvents: this.#call.stream && /event-stream|ndjson/i.test(this.#contentType),
      translation: prepared.translation,
      hides: prepared.hides,
      idleMs: timeouts.idle_ms,
      pingMs: timeouts.ping_ms,
      onBegun: () => {
        clearTimeout(this.#timer);
        this.#options.onFirstToken();
      },
      onResume: resume,
      onEnd: (end) => this.#finish(end),
    });
  }

  #errorEnd(): AttemptEnd {
    const body = Buffer.concat(this.#chunks);
    const failure = describeUpstreamFailure(this.#status, body);
    const header = (name: string): string | undefined => rawHeader(this.#headers, name);
    const retryAfterMs = readRetryAfterMs(header, Date.now());
    const isJson = /json/i.test(this.#contentType);
    return {
      type: "failed",
      failure,
      status: this.#status,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(isJson ? { passedOn: { body, contentType: this.#contentType } } : {}),
    };
  }

  #wholeEnd(): AttemptEnd {
    const [only] = this.#chunks;
    const bytes = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    const { translation } = this.#options.prepared;
    const { operation } = this.#call.route;
    const translated = translation?.whole(bytes);
    const body = translated === undefined ? bytes : translated?.body;
    const findings = body === undefined ? null : readWhole(operation, body);
    if (body === undefined || findings === null || (this.#call.stream && findings.error === undefined)) {
      const told = this.#contentType === "" ? "nothing" : this.#contentType;
      const what = bytes.length === 0 ? "an empty body" : `something else (${told})`;
      return failed("bad_response", `The upstream answered with status ${this.#status} and ${what}.`);
    }
    if (findings.error !== undefined) {
      return {
        type: "failed",
        failure: describeReportedError(findings.error),
        status: this.#status,
        findings,
      };
    }
    if (translated?.usage !== undefined) findings.usage = translated.usage;
    return {
      type: "whole",
      status: this.#status,
      contentType: translation === null ? this.#contentType : "application/json",
      headers: passedHeaders(this.#headers, this.#options.isOwnKey),
      body,
      findings,
    };
  }

  readonly #onLate = (limitMs: number): void => {
    this.#finish(timedOut("first_token", `The upstream did not answer within ${limitMs} ms.`));
  };

  /** Once a body comes, what it is judged by is its gaps. */
  #watchGaps(): void {
    if (this.#isComing) {
      this.#timer?.refresh();
      return;
    }
    this.#isComing = true;
    clearTimeout(this.#timer);
    const { idle_ms: idleMs } = this.#options.timeouts;
    if (idleMs > 0) this.#timer = setTimeout(this.#onSilent, idleMs, idleMs);
  }

  readonly #onSilent = (limitMs: number): void => {
    if (this.#mode === "error") this.#finish(this.#errorEnd());
    else this.#finish(timedOut("idle", `The upstream fell silent for ${limitMs} ms within its answer.`));
  };

  readonly #onAbort = (reason: AbortReason): void => {
    if (this.#answer?.begun === true) this.#answer.stopped(reason);
    else this.#finish({ type: "stopped" });
  };

  #finish(end: AttemptEnd): void {
    const settle = this.#settle;
    if (settle === null) return;
    this.#settle = null;
    clearTimeout(this.#timer);
    this.#answer?.close();
    this.#inflater?.destroy();
    this.#call.abort.unlisten(this.#onAbort);
    if (!this.#isComplete) this.#abortUpstream?.();
    settle(end);
  }
}
