import { PlumblineError } from "@plumbline/contracts/errors";
import type { ClientDialect, GatewayOperation } from "@plumbline/contracts/gateway-call";
import type { ReplicaKind } from "@plumbline/contracts/gateway-config";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { clampBody, clampMembers } from "./clamp-call.ts";
import { type Members, type Range, readMember } from "./member-scanner.ts";
import { isObject } from "./read-usage.ts";
import type { Translation, TranslatorTable } from "./translator.ts";
import { pathFor, supportOf } from "./upstream-target.ts";

/** What a client asked for, as far as upstreams need to know. */
export interface UpstreamCall {
  operation: GatewayOperation;
  clientDialect: ClientDialect;
  /** As the client called it, e.g. "/v1/chat/completions". */
  path: string;
  /** With its "?", or "". */
  query: string;
  stream: boolean;
  requestId: string;
  contentType: string;
  body: Buffer;
  /** Of a JSON body; null for forms. */
  members: Members | null;
  /** Where the model's name stands in the body, in quotes if it is JSON. */
  modelRange: Range | null;
  requestedModel: string;
  /** The client's own credentials for the upstream; otherwise the replica's are used. */
  authorization?: string;
  /** Headers of the client that go along: names and values in turn. */
  passHeaders: readonly string[];
  /** A degraded call asks for at most this many tokens, and for no variety. */
  clampTokens?: number;
}

export interface PreparedUpstream {
  path: string;
  /** Names and values in turn. */
  headers: string[];
  body: Buffer;
  /** null when the bytes pass through. */
  translation: Translation | null;
  /** What of the stream was asked for by us and is not for the client. */
  hides: HiddenUsage;
}

export interface HiddenUsage {
  /** The last frame, which carries nothing but usage. */
  last: boolean;
  /** The running counts in frames of content; as null when the client waits for the last frame's. */
  running: "none" | "cut" | "null";
}

const hidesNothing: HiddenUsage = { last: false, running: "none" };

/** Engines that can count as they go, so that a stream that breaks off has its price. */
const countsAsItGoes: ReadonlySet<ReplicaKind> = new Set<ReplicaKind>(["vllm", "sglang"]);

interface Edit extends Range {
  readonly text: string;
}

/**
 * The request to a replica. The same dialect keeps the client's very bytes; only the model's name is
 * exchanged, and usage is asked for in streams. Throws `invalid_request` when the kind cannot take it.
 */
export function prepareUpstream(
  call: UpstreamCall,
  replica: Replica,
  translators: TranslatorTable,
): PreparedUpstream {
  const support = supportOf(replica.kind, call.operation);
  const translate = translators[replica.kind];
  if (support === "none" || (support === "translated" && translate === undefined)) {
    throw new PlumblineError("invalid_request", {
      message: `Replicas of kind ${replica.kind} do not take ${call.operation} calls.`,
      details: { kind: replica.kind, operation: call.operation },
    });
  }
  if (support === "translated" && translate !== undefined) return translated(call, replica, translate);
  const edits: Edit[] = [];
  editModel(call, replica, edits);
  const hides = editStreamOptions(call, replica, edits);
  editClamp(call, replica, edits);
  return {
    path: pathFor(replica, call.path, call.query),
    headers: headersFor(call, replica, call.contentType),
    body: splice(call.body, edits),
    translation: null,
    hides,
  };
}

function translated(
  call: UpstreamCall,
  replica: Replica,
  translate: NonNullable<TranslatorTable[keyof TranslatorTable]>,
): PreparedUpstream {
  const body = parseBody(call.body);
  const clamped = call.clampTokens === undefined ? body : clampBody(body, call.clampTokens, replica);
  const options = body.stream_options;
  const translation = translate(
    {
      operation: call.operation,
      body: clamped,
      stream: call.stream,
      requestId: call.requestId,
      createdAt: Math.floor(Date.now() / 1_000),
      wantsUsage: isObject(options) && options.include_usage === true,
    },
    replica,
  );
  return {
    path: translation.path,
    headers: [...headersFor(call, replica, "application/json"), ...translation.headers],
    body: translation.body,
    translation,
    hides: hidesNothing,
  };
}

/** Bodies that pass through are not parsed, so that this may be the first to see a mistake in one. */
function parseBody(bytes: Buffer): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    if (isObject(body)) return body;
  } catch {
    // Told below.
  }
  throw new PlumblineError("invalid_request", { message: "The body is no JSON object." });
}

function editModel(call: UpstreamCall, replica: Replica, edits: Edit[]): void {
  if (call.modelRange === null || replica.model === call.requestedModel) return;
  const text = call.members === null ? replica.model : JSON.stringify(replica.model);
  edits.push({ ...call.modelRange, text });
}

/** Asks for usage where the client did not, and tells what is then to be hidden from it. */
function editStreamOptions(call: UpstreamCall, replica: Replica, edits: Edit[]): HiddenUsage {
  const isChat = call.operation === "chat" || call.operation === "completions";
  if (!call.stream || !isChat || call.members === null) return hidesNothing;
  const range = call.members.ranges.get("stream_options");
  const given = readMember(call.body, call.members, "stream_options");
  const options = isObject(given) ? given : {};
  const wantsUsage = options.include_usage === true;
  const wantsRunning = options.continuous_usage_stats === true;
  const addsRunning = countsAsItGoes.has(replica.kind) && !wantsRunning;
  if (wantsUsage && !addsRunning) return hidesNothing;
  const asked: Record<string, unknown> = { ...options, include_usage: true };
  if (addsRunning) asked.continuous_usage_stats = true;
  const text = JSON.stringify(asked);
  edits.push(range === undefined ? insertion(call.members, "stream_options", text) : { ...range, text });
  const running = addsRunning ? (wantsUsage ? "null" : "cut") : "none";
  return { last: !wantsUsage, running };
}

function editClamp(call: UpstreamCall, replica: Replica, edits: Edit[]): void {
  const { clampTokens, members, operation, body } = call;
  if (clampTokens === undefined || members === null) return;
  for (const [name, value] of clampMembers({ operation, body, members }, clampTokens, replica)) {
    const range = members.ranges.get(name);
    const text = String(value);
    edits.push(range === undefined ? insertion(members, name, text) : { ...range, text });
  }
}

/** Behind the opening brace; an object of ours always has a member already, its model. */
function insertion(members: Members, name: string, value: string): Edit {
  return { start: members.open + 1, end: members.open + 1, text: `"${name}":${value},` };
}

function splice(body: Buffer, edits: Edit[]): Buffer {
  if (edits.length === 0) return body;
  const pieces: Buffer[] = [];
  let at = 0;
  for (const edit of edits.sort((a, b) => a.start - b.start)) {
    pieces.push(body.subarray(at, edit.start), Buffer.from(edit.text));
    at = edit.end;
  }
  pieces.push(body.subarray(at));
  return Buffer.concat(pieces);
}

/** Identity encoding, since bytes are read on their way; the gateway's own key never goes out. */
function headersFor(call: UpstreamCall, replica: Replica, contentType: string): string[] {
  const headers = [
    "content-type",
    contentType,
    "accept-encoding",
    "identity",
    "x-request-id",
    call.requestId,
  ];
  headers.push("accept", call.stream ? "text/event-stream" : "*/*");
  if (replica.kind === "anthropic" && !call.passHeaders.includes("anthropic-version")) {
    headers.push("anthropic-version", "2023-06-01");
  }
  headers.push(...call.passHeaders);
  const own = Object.entries(replica.headers);
  if (call.authorization !== undefined) headers.push(...ownCredentials(call.authorization, replica));
  else if (replica.api_key !== undefined) headers.push(...credentials(replica, replica.api_key));
  for (const [name, value] of own) headers.push(name, value);
  return headers;
}

function credentials(replica: Replica, key: string): string[] {
  switch (replica.kind) {
    case "anthropic":
      return ["x-api-key", key];
    case "azure":
      return ["api-key", key];
    case "gemini":
      return ["x-goog-api-key", key];
    default:
      return ["authorization", `Bearer ${key}`];
  }
}

/** A client that brings its key says "Bearer …" whatever the provider calls it. */
function ownCredentials(authorization: string, replica: Replica): string[] {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  return token === undefined ? ["authorization", authorization] : credentials(replica, token);
}
