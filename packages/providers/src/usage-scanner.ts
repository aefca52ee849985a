import type { GatewayOperation, TokenUsage } from "@plumbline/contracts/gateway-call";
import { type Members, readMember, scanMembers } from "./member-scanner.ts";
import { isObject, mergeUsage, readUsage } from "./read-usage.ts";
import { dataOf, isComment } from "./sse-frames.ts";
import { readUpstreamError, type UpstreamError } from "./upstream-error.ts";

/** How the bytes of an answer are to be read. */
export type AnswerDialect = "chat" | "responses" | "anthropic" | "plain";

export interface Findings {
  usage?: TokenUsage;
  responseId?: string;
  model?: string;
  finishReasons: string[];
  /** The stream said that it is over. */
  sawEnd: boolean;
  error?: UpstreamError;
  /** Events with content; near the number of tokens for engines that send one per token. */
  frames: number;
}

/**
 * `usage` carries nothing but token counts, `end` is the last one of a stream, `error` tells that the
 * upstream failed after it had begun. Comments and pings are `idle`; a first event that is no JSON is
 * `broken`.
 */
export type EventKind = "content" | "usage" | "idle" | "end" | "error" | "broken";

export interface StreamScanner {
  /** The event may be a view of a larger buffer; it is kept until the end of the stream. */
  read(event: Buffer): EventKind;
  findings(): Findings;
}

export function answerDialect(operation: GatewayOperation): AnswerDialect {
  switch (operation) {
    case "chat":
    case "completions":
      return "chat";
    case "responses":
      return "responses";
    case "messages":
      return "anthropic";
    default:
      return "plain";
  }
}

/** Finds what has to be known of a stream by looking for marks in its bytes; parses only events that bear one. */
export function createStreamScanner(dialect: AnswerDialect): StreamScanner {
  return dialect === "chat" || dialect === "plain" ? new ChatScanner() : new NamedScanner(dialect);
}

const usageMark = Buffer.from('"usage"');
const errorMark = Buffer.from('"error"');
const finishMark = Buffer.from('"finish_reason"');
const choicesMark = Buffer.from('"choices"');
const doneMark = Buffer.from("[DONE]");

/** chat/completions and completions: unnamed events, one per token, then [DONE]. */
class ChatScanner implements StreamScanner {
  readonly #findings: Findings = { finishReasons: [], sawEnd: false, frames: 0 };
  #usageEvent: Buffer | null = null;
  #isIdentified = false;

  read(event: Buffer): EventKind {
    if (event[0] !== 0x64 && isComment(event)) return "idle";
    const found = this.#findings;
    if (event.length < 64 && event.indexOf(doneMark) !== -1) {
      found.sawEnd = true;
      return "end";
    }
    const usageAt = valueAfter(event, usageMark, 0);
    if (event[usageAt] === 0x7b) {
      this.#usageEvent = event;
      if (isEmptyList(event, valueAfter(event, choicesMark, 0))) return "usage";
    }
    const errorAt = valueAfter(event, errorMark, 0);
    if ((event[errorAt] === 0x7b || event[errorAt] === 0x22) && this.#readError(event)) return "error";
    if (!this.#isIdentified && !this.#identify(event)) return "broken";
    this.#readFinish(event);
    found.frames += 1;
    return "content";
  }

  findings(): Findings {
    const found = this.#findings;
    if (this.#usageEvent !== null) {
      const parsed = parseData(this.#usageEvent);
      const usage = readUsage(parsed?.usage);
      if (usage !== undefined) found.usage = usage;
      this.#usageEvent = null;
    }
    return found;
  }

  #identify(event: Buffer): boolean {
    this.#isIdentified = true;
    const parsed = parseData(event);
    identify(this.#findings, parsed);
    return parsed !== null;
  }

  #readError(event: Buffer): boolean {
    const parsed = parseData(event);
    const error = parsed === null || !("error" in parsed) ? null : readUpstreamError(parsed);
    if (error === null) return false;
    this.#findings.error = error;
    return true;
  }

  /** A frame per token says null; the strings at the end are worth parsing. */
  #readFinish(event: Buffer): void {
    for (let at = valueAfter(event, finishMark, 0); at !== -1; at = valueAfter(event, finishMark, at)) {
      if (event[at] !== 0x22) continue;
      const end = event.indexOf(0x22, at + 1);
      if (end > at + 1)
        this.#findings.finishReasons.push(event.toString("utf8", at + 1, Math.min(end, at + 65)));
    }
  }
}

/** Responses and Anthropic's messages: every event has a name. */
class NamedScanner implements StreamScanner {
  readonly #findings: Findings = { finishReasons: [], sawEnd: false, frames: 0 };
  readonly #dialect: "responses" | "anthropic";
  #usage: unknown;

  constructor(dialect: "responses" | "anthropic") {
    this.#dialect = dialect;
  }

  read(event: Buffer): EventKind {
    if (event[0] === 0x3a && isComment(event)) return "idle";
    const name = nameOf(event);
    if (name === "error") return this.#fail(parseData(event));
    if (event.length < 64 && event.indexOf(doneMark) !== -1) {
      this.#findings.sawEnd = true;
      return "end";
    }
    return this.#dialect === "anthropic" ? this.#readMessages(name, event) : this.#readResponses(name, event);
  }

  findings(): Findings {
    const usage = readUsage(this.#usage);
    if (usage !== undefined) this.#findings.usage = usage;
    return this.#findings;
  }

  #readMessages(name: string, event: Buffer): EventKind {
    const found = this.#findings;
    if (name === "ping") return "idle";
    if (name === "message_start") {
      const message = parseData(event)?.message;
      if (isObject(message)) {
        identify(found, message);
        this.#usage = mergeUsage(this.#usage, message.usage);
      }
    } else if (name === "message_delta") {
      const parsed = parseData(event);
      this.#usage = mergeUsage(this.#usage, parsed?.usage);
      const reason = isObject(parsed?.delta) ? parsed.delta.stop_reason : undefined;
      if (typeof reason === "string") found.finishReasons.push(reason);
    } else if (name === "message_stop") {
      found.sawEnd = true;
      return "end";
    } else if (name === "content_block_delta") {
      found.frames += 1;
    }
    return "content";
  }

  #readResponses(name: string, event: Buffer): EventKind {
    const found = this.#findings;
    if (name.endsWith(".delta")) {
      found.frames += 1;
    } else if (name === "response.created") {
      const response = parseData(event)?.response;
      if (isObject(response)) identify(found, response);
    } else if (
      name === "response.completed" ||
      name === "response.incomplete" ||
      name === "response.failed"
    ) {
      const parsed = parseData(event);
      const response = isObject(parsed?.response) ? parsed.response : {};
      identify(found, response);
      this.#usage = response.usage ?? this.#usage;
      if (typeof response.status === "string") found.finishReasons.push(response.status);
      found.sawEnd = true;
      if (name !== "response.failed") return "end";
      found.error = readUpstreamError(response) ?? { message: "The response failed." };
      return "error";
    }
    return "content";
  }

  #fail(parsed: Record<string, unknown> | null): EventKind {
    this.#findings.error = readUpstreamError(parsed) ?? { message: "The upstream reported an error." };
    return "error";
  }
}

/** Members that tell an answer from something else that happens to be JSON. */
const answerMembers: Readonly<Partial<Record<GatewayOperation, readonly string[]>>> = {
  chat: ["choices"],
  completions: ["choices"],
  embeddings: ["data"],
  responses: ["output", "status"],
  messages: ["content"],
  moderations: ["results"],
  rerank: ["results"],
};

/** What a whole JSON answer tells; null when the bytes are no answer to this operation. */
export function readWhole(operation: GatewayOperation, bytes: Buffer): Findings | null {
  const members = scanMembers(bytes);
  if (members === null) return null;
  const found: Findings = { finishReasons: [], sawEnd: true, frames: 0 };
  const error = readMember(bytes, members, "error");
  const failure = error === undefined || error === null ? null : readUpstreamError({ error });
  if (failure !== null) return { ...found, error: failure };
  const expected = answerMembers[operation];
  if (expected !== undefined && !expected.some((name) => members.ranges.has(name))) return null;
  const usage = readUsage(readMember(bytes, members, "usage"));
  if (usage !== undefined) found.usage = usage;
  identify(found, { id: readMember(bytes, members, "id"), model: readMember(bytes, members, "model") });
  found.finishReasons.push(...wholeFinishReasons(bytes, members));
  return found;
}

function wholeFinishReasons(bytes: Buffer, members: Members): string[] {
  const stop = readMember(bytes, members, "stop_reason");
  if (typeof stop === "string") return [stop];
  const choices = members.ranges.get("choices");
  if (choices === undefined) {
    const status = readMember(bytes, members, "status");
    return typeof status === "string" ? [status] : [];
  }
  const reasons: string[] = [];
  for (
    let at = valueAfter(bytes, finishMark, choices.start);
    at !== -1;
    at = valueAfter(bytes, finishMark, at)
  ) {
    const end = bytes[at] === 0x22 ? bytes.indexOf(0x22, at + 1) : -1;
    if (end > at + 1) reasons.push(bytes.toString("utf8", at + 1, Math.min(end, at + 65)));
  }
  return reasons;
}

function identify(found: Findings, body: Record<string, unknown> | null): void {
  if (typeof body?.id === "string" && body.id !== "") found.responseId = body.id;
  if (typeof body?.model === "string" && body.model !== "") found.model = body.model;
}

/** The first byte of the value of the next member with this name, at any depth; -1 without one. */
function valueAfter(bytes: Buffer, mark: Buffer, from: number): number {
  for (let at = bytes.indexOf(mark, from); at !== -1; at = bytes.indexOf(mark, at)) {
    at = skipSpaces(bytes, at + mark.length);
    if (bytes[at] === 0x3a) return skipSpaces(bytes, at + 1);
  }
  return -1;
}

function isEmptyList(bytes: Buffer, at: number): boolean {
  return at !== -1 && bytes[at] === 0x5b && bytes[skipSpaces(bytes, at + 1)] === 0x5d;
}

function skipSpaces(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x09) at += 1;
  return at;
}

/** The name of an event, from its own line or else from the `type` that its data carries first. */
function nameOf(event: Buffer): string {
  const named = event.toString("latin1", 0, 80);
  const own = /^\s*event: ?([\w.]+)/.exec(named) ?? /"type" ?: ?"([\w.]+)"/.exec(named);
  return own?.[1] ?? "";
}

function parseData(event: Buffer): Record<string, unknown> | null {
  const data = dataOf(event);
  if (data === null) return null;
  try {
    const parsed: unknown = JSON.parse(data);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
