import type { Modality } from "@plumbline/contracts/gateway-config";
import { type Members, type Range, readMember, scanMembers } from "@plumbline/providers/member-scanner";
import { findFormField } from "@plumbline/providers/multipart-fields";
import type { CallShape } from "@plumbline/routing/call-shape";
import { prefixHashes } from "@plumbline/routing/prefix-hashes";
import { GatewayError } from "../http/gateway-error.ts";
import { addBodyLabels } from "./body-labels.ts";
import type { Call } from "./call.ts";
import { readLabels } from "./call-labels.ts";

/** Finds out what is asked for from where the body's members lie; what they contain is not parsed. */
export function readCall(call: Call): void {
  const labels = readLabels(call.request.headers);
  call.labels = labels;
  const contentType = call.request.headers["content-type"] ?? "";
  if (call.route.passesThrough && /^multipart\//i.test(contentType)) readForm(call, contentType);
  else readJson(call);
  if (call.requestedModel === "") {
    throw new GatewayError("invalid_request", "invalid_request", {
      message: "The call names no model.",
      param: "model",
    });
  }
  const { members, body } = call;
  const user = members === null ? undefined : textIn(body, members, "user");
  const cacheKey = members === null ? undefined : textIn(body, members, "prompt_cache_key");
  if (members !== null) addBodyLabels(labels, body, members);
  labels.userId ??= user;
  if (labels.trace !== undefined) call.joinTrace(labels.trace);
  call.shape = new Shape(call, labels.sessionId ?? cacheKey ?? user);
}

function readJson(call: Call): void {
  const members = scanMembers(call.body);
  if (members === null) {
    throw new GatewayError("invalid_request", "invalid_request", { message: "The body is no JSON object." });
  }
  const twice = members.repeated.find((name) => name === "model" || name === "stream");
  if (twice !== undefined) {
    // Readers disagree about which of the two counts: what is checked must be what is served.
    throw new GatewayError("invalid_request", "invalid_request", {
      message: `The body says "${twice}" more than once.`,
      param: twice,
    });
  }
  call.members = members;
  call.stream = readMember(call.body, members, "stream") === true;
  call.requestedModel = textIn(call.body, members, "model") ?? "";
  call.modelRange = members.ranges.get("model") ?? null;
}

function readForm(call: Call, contentType: string): void {
  const range = findFormField(call.body, contentType, "model");
  if (range === null) return;
  call.modelRange = range;
  call.requestedModel = call.body.toString("utf8", range.start, range.end).trim();
  const stream = findFormField(call.body, contentType, "stream");
  call.stream = stream !== null && call.body.toString("latin1", stream.start, stream.end).trim() === "true";
}

const promptNames = ["system", "instructions", "tools", "messages", "input", "prompt", "query", "documents"];

/** Tokens are estimated by bytes and beginnings are hashed only for who asks: most strategies do not. */
class Shape implements CallShape {
  readonly projectId: string;
  readonly requestedModel: string;
  readonly operation: CallShape["operation"];
  readonly stream: boolean;
  readonly priority: CallShape["priority"];
  readonly promptTokens: number;
  readonly maxTokens: number | undefined;
  readonly modalities: readonly Modality[];
  readonly tools: boolean;
  readonly sessionKey: string | undefined;
  readonly #body: Buffer;
  readonly #prompts: Range[];
  #hashes: number[] | undefined;

  constructor(call: Call, sessionKey: string | undefined) {
    const { members, body } = call;
    this.projectId = call.key?.projectId ?? "";
    this.requestedModel = call.requestedModel;
    this.operation = call.route.operation;
    this.stream = call.stream;
    this.priority = call.labels?.priority ?? "standard";
    this.sessionKey = sessionKey;
    this.#body = body;
    this.#prompts = promptNames
      .map((name) => members?.ranges.get(name))
      .filter((range) => range !== undefined);
    const media = members === null ? noMedia : findMedia(body);
    this.modalities = call.route.operation === "audio" ? [] : media.modalities;
    const bytes = this.#prompts.reduce((total, range) => total + range.end - range.start, 0);
    this.promptTokens = Math.ceil(Math.max(0, bytes - media.bytes) / 4) + media.count * 1_000;
    this.maxTokens = members === null ? undefined : maxTokensOf(body, members);
    this.tools = members !== null && (isFilled(members, "tools") || isFilled(members, "functions"));
  }

  get prefixHashes(): readonly number[] {
    this.#hashes ??= prefixHashes(
      this.#prompts.map(({ start, end }) => this.#body.toString("latin1", start, end)),
      0,
    );
    return this.#hashes;
  }
}

interface Media {
  modalities: readonly Modality[];
  /** Of base64 in the body, which is no text. */
  bytes: number;
  count: number;
}

const noMedia: Media = { modalities: ["text"], bytes: 0, count: 0 };
const imageMarks = ['"image_url"', '"input_image"', '"image"'].map((mark) => Buffer.from(mark));
const audioMarks = ['"input_audio"', '"audio_url"'].map((mark) => Buffer.from(mark));
const base64Mark = Buffer.from(";base64,");

function findMedia(body: Buffer): Media {
  const hasImage = imageMarks.some((mark) => body.includes(mark));
  const hasAudio = audioMarks.some((mark) => body.includes(mark));
  if (!hasImage && !hasAudio) return noMedia;
  const modalities: Modality[] = ["text"];
  if (hasImage) modalities.push("image");
  if (hasAudio) modalities.push("audio");
  let bytes = 0;
  let count = 0;
  for (let at = body.indexOf(base64Mark); at !== -1; at = body.indexOf(base64Mark, at)) {
    const end = body.indexOf(0x22, at);
    if (end === -1) break;
    bytes += end - at;
    count += 1;
    at = end;
  }
  return { modalities, bytes, count };
}

function maxTokensOf(body: Buffer, members: Members): number | undefined {
  for (const name of ["max_completion_tokens", "max_tokens", "max_output_tokens"]) {
    const value = readMember(body, members, name);
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  }
  return undefined;
}

/** An empty list is two bytes, null four; anything that lists a tool is longer. */
function isFilled(members: Members, name: string): boolean {
  const range = members.ranges.get(name);
  return range !== undefined && range.end - range.start > 4;
}

function textIn(body: Buffer, members: Members, name: string): string | undefined {
  const range = members.ranges.get(name);
  if (range === undefined || range.end - range.start > 2_000) return undefined;
  const value = readMember(body, members, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
