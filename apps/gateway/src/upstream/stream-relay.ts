import type { GatewayOperation, TokenUsage } from "@plumbline/contracts/gateway-call";
import { hideRunningUsage } from "@plumbline/providers/hide-usage";
import { createNdjsonFrames } from "@plumbline/providers/ndjson-frames";
import type { HiddenUsage } from "@plumbline/providers/prepare-upstream";
import { createSseFrames, type SseFrames } from "@plumbline/providers/sse-frames";
import type { StreamTranslation, Translation } from "@plumbline/providers/translator";
import {
  answerDialect,
  createStreamScanner,
  type Findings,
  type StreamScanner,
} from "@plumbline/providers/usage-scanner";

/** `empty`: nothing for the client yet. `broken`: what came is no event of the dialect. */
export type RelayState = "empty" | "flowing" | "ended" | "error" | "broken";

/**
 * The events of one upstream stream on their way to the client: whole events only, read by the scanner,
 * as views of the bytes that came wherever they pass unchanged.
 */
export class StreamRelay {
  state: RelayState = "empty";
  /** What is to be written now; the caller empties it. */
  readonly out: Buffer[] = [];
  #isTorn = false;
  readonly #frames: SseFrames;
  readonly #scanner: StreamScanner;
  readonly #translation: StreamTranslation | null;
  readonly #translated: SseFrames | null;
  readonly #hides: HiddenUsage;

  constructor(operation: GatewayOperation, translation: Translation | null, hides: HiddenUsage) {
    this.#scanner = createStreamScanner(answerDialect(operation));
    this.#hides = hides;
    this.#translation = translation?.stream() ?? null;
    this.#translated = translation === null ? null : createSseFrames();
    this.#frames = translation?.framing === "ndjson" ? createNdjsonFrames() : createSseFrames();
  }

  push(chunk: Buffer): void {
    try {
      this.#frames.push(chunk, this.#onUpstreamEvent);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.state = "broken";
    }
  }

  /** The upstream's body came to its orderly end. */
  end(): void {
    this.#frames.flush(this.#onUpstreamEvent);
    const rest = this.#frames.rest();
    if (rest.length > 0 && this.state !== "ended") {
      // Some servers leave the last blank line out; anything less than a whole event was torn off.
      if (looksWhole(rest) || rest.includes("[DONE]")) this.#onUpstreamEvent(rest);
      else this.#isTorn = !isBlank(rest);
    }
    const last = this.#translation?.end() ?? null;
    if (last !== null) this.#translated?.push(last, this.#onEvent);
  }

  findings(): Findings {
    const found = this.#scanner.findings();
    const usage: TokenUsage | undefined = this.#translation?.usage();
    return usage === undefined ? found : { ...found, usage };
  }

  /** A stream that named the reason to finish of each choice is whole even if its last mark is missing. */
  isWhole(choices: number): boolean {
    if (this.state === "ended") return true;
    const finished = this.#scanner.findings().finishReasons.length;
    return this.state === "flowing" && !this.#isTorn && finished >= choices;
  }

  readonly #onUpstreamEvent = (event: Buffer): void => {
    if (this.#translation === null) {
      this.#onEvent(event);
      return;
    }
    const said = this.#translation.push(event);
    if (said !== null) this.#translated?.push(said, this.#onEvent);
  };

  readonly #onEvent = (event: Buffer): void => {
    if (this.state === "error" || this.state === "broken") return;
    const kind = this.#scanner.read(event);
    if (this.state === "ended") return;
    switch (kind) {
      case "content":
        if (!looksWhole(event)) {
          this.state = "broken";
          return;
        }
        this.state = "flowing";
        this.#give(this.#hides.running === "none" ? event : hideRunningUsage(event, this.#hides.running));
        return;
      case "usage":
        if (!this.#hides.last) this.#give(event);
        return;
      case "idle":
        if (this.state === "flowing") this.#give(event);
        return;
      case "end":
        // An end before any content is no answer: it may be asked for elsewhere.
        if (this.state === "empty") {
          this.state = "broken";
          return;
        }
        this.#give(event);
        this.state = "ended";
        return;
      case "error":
      case "broken":
        this.state = kind;
    }
  };

  /** Neighbours in one chunk go out as one piece. */
  #give(event: Buffer): void {
    const last = this.out.at(-1);
    if (
      last !== undefined &&
      last.buffer === event.buffer &&
      last.byteOffset + last.length === event.byteOffset
    ) {
      this.out[this.out.length - 1] = Buffer.from(last.buffer, last.byteOffset, last.length + event.length);
      return;
    }
    this.out.push(event);
  }
}

const brace = 0x7b;
const closingBrace = 0x7d;

/** The data of an event begins with a brace and its last line ends with one: JSON that was not cut. */
function looksWhole(event: Buffer): boolean {
  let end = event.length - 1;
  while (end >= 0 && (event[end] === 0x0a || event[end] === 0x0d || event[end] === 0x20)) end -= 1;
  if (event[end] !== closingBrace) return false;
  const at = event.indexOf(brace);
  const before = at > 0 ? event[at - 1] : 0x0a;
  return at !== -1 && (before === 0x3a || before === 0x20 || before === 0x0a);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x0a || byte === 0x0d || byte === 0x20);
}
