import type { GatewayOperation, TokenUsage } from "@plumbline/contracts/gateway-call";
import type { ReplicaKind } from "@plumbline/contracts/gateway-config";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";

/** A call of an OpenAI client, to be told to an upstream that speaks something else. */
export interface CallToTranslate {
  operation: GatewayOperation;
  /** The client's body, parsed; never changed by a translator. */
  body: Readonly<Record<string, unknown>>;
  stream: boolean;
  requestId: string;
  /** Seconds since the epoch, for the `created` of answers. */
  createdAt: number;
  /** The stream's client asked for a last frame with usage. */
  wantsUsage: boolean;
}

/** One call between two dialects. Each method is called at most once, `stream` or `whole` as it turns out. */
export interface Translation {
  /** After the origin and its base path; begins with "/". */
  path: string;
  /** Names and values in turn, beside authentication, which the caller adds. */
  headers: string[];
  body: Buffer;
  /** How the upstream cuts its stream into events. */
  framing: "sse" | "ndjson";
  /** A whole successful answer; null when it is not what the upstream promises. */
  whole(bytes: Buffer): WholeAnswer | null;
  stream(): StreamTranslation;
}

export interface WholeAnswer {
  /** In the client's dialect. */
  body: Buffer;
  /** Also what that dialect has no words for. */
  usage?: TokenUsage;
}

export interface StreamTranslation {
  /**
   * One whole event of the upstream; gives whole events in the client's dialect, or null when it calls for
   * none. A failure that the upstream reports becomes an event of the client's dialect that bears it.
   */
  push(event: Buffer): Buffer | null;
  /** The upstream ended: what the client still has to hear, such as its [DONE], if the stream was complete. */
  end(): Buffer | null;
  /** What is known so far, with details that the client's dialect has no words for. */
  usage(): TokenUsage | undefined;
}

export type Translate = (call: CallToTranslate, replica: Replica) => Translation;

/** From OpenAI's dialect to that of a kind. Throws PlumblineError `invalid_request` for what it cannot say. */
export type TranslatorTable = Readonly<Partial<Record<ReplicaKind, Translate>>>;
