import { request } from "node:http";
import { type LoadReport, runLoad } from "@plumbline/simulator/load-client";
import { type Leave, type Left, leaveCall } from "./leave-call.ts";
import { servePart } from "./parts.ts";
import { chatBody, textOf } from "./payload.ts";
import { type RawLoadReport, runRawLoad } from "./raw-load.ts";
import { type RawStreamsReport, runRawStreams } from "./raw-streams.ts";

/** The clients, in a process of their own. */
export interface Target {
  url: string;
  headers: Record<string, string>;
}

export interface LoadOrder extends Target {
  model?: string;
  bodyBytes: number;
  stream?: boolean;
  tail?: string;
  concurrency: number;
  /** How long, or how many. */
  seconds?: number;
  requests?: number;
  /** Open loop at this rate instead of so many at a time. */
  perSecond?: number;
  expectedTokens?: number;
  expectedGapMs?: number;
  /** So many groups, each with its own beginning of so many bytes. */
  shared?: { groups: number; bytes: number; seed: number };
}

/** Plain calls at the least cost. */
interface RawOrder extends Target {
  bodyBytes: number;
  concurrency: number;
  /** How long, or how many. */
  seconds?: number;
  requests?: number;
}

/** Numbered streams at the least cost. */
interface RawStreamsOrder extends Target {
  bodyBytes: number;
  perSecond: number;
  requests: number;
  tokens: number;
  gapMs: number;
}

export type LoadSummary = Omit<LoadReport, "streams">;

const variants = 64;
const calibration = 200;
const plainChat = { model: undefined, stream: undefined, tail: undefined };

const commands = {
  async load(order: LoadOrder): Promise<LoadSummary> {
    const requests = order.requests ?? (await requestsIn(order));
    return run(order, requests);
  },
  async rawLoad(order: RawOrder): Promise<RawLoadReport> {
    const { bodyBytes: bytes, concurrency, seconds = 1 } = order;
    const body = (number: number): Buffer => chatBody({ ...plainChat, bytes, number });
    const bodies = Array.from({ length: variants }, (_, number) => body(number));
    const trial = { ...order, bodies, requests: Math.max(calibration, concurrency * 20) };
    const requests = order.requests ?? Math.ceil((await runRawLoad(trial)).requestsPerSecond * seconds);
    return runRawLoad({ ...trial, requests });
  },
  rawStreams({ bodyBytes: bytes, ...order }: RawStreamsOrder): Promise<RawStreamsReport> {
    const tail = `[[tokens=${order.tokens}]]`;
    const body = (number: number): Buffer =>
      chatBody({ model: undefined, stream: true, tail, bytes, number });
    return runRawStreams({ ...order, bodies: Array.from({ length: variants }, (_, number) => body(number)) });
  },
  leave: (target: Target, leaves: readonly Leave[], lanes: number): Promise<Left[]> =>
    leaveAll(target, leaves, lanes),
  readSlowly: (target: Target, readers: number): void => {
    for (let reader = 0; reader < readers; reader += 1) readSlowly(target, reader);
  },
};

export type LoadCommands = typeof commands;

async function requestsIn(order: LoadOrder): Promise<number> {
  const { requestsPerSecond } = await run(order, Math.max(calibration, order.concurrency * 4));
  return Math.ceil(requestsPerSecond * (order.seconds ?? 1));
}

async function run(order: LoadOrder, requests: number): Promise<LoadSummary> {
  const { concurrency, perSecond, shared, model, stream, tail, bodyBytes: bytes } = order;
  const bodyOf = (number: number): Buffer => {
    const system = shared === undefined ? undefined : sharedText(shared, number);
    return chatBody({ model, stream, tail, bytes, number, system });
  };
  const ready =
    shared === undefined ? Array.from({ length: variants }, (_, number) => bodyOf(number)) : undefined;
  const { streams: _streams, ...summary } = await runLoad({
    url: order.url,
    headers: order.headers,
    body: (place) => ready?.[place % variants] ?? bodyOf(place),
    pattern:
      perSecond === undefined
        ? { kind: "closed", concurrency, requests }
        : { kind: "open", perSecond, requests },
    ...(order.expectedTokens === undefined ? {} : { expectedTokens: order.expectedTokens }),
    ...(order.expectedGapMs === undefined ? {} : { expectedGapMs: order.expectedGapMs }),
  });
  return summary;
}

const beginnings = new Map<string, string>();

/** Which group a request belongs to looks random and is the same in every run. */
function sharedText({ groups, bytes, seed }: NonNullable<LoadOrder["shared"]>, number: number): string {
  const group = seed * 1_000 + ((Math.imul(number + 1, 2_654_435_761) >>> 16) % groups);
  const name = `${group}/${bytes}`;
  const text = beginnings.get(name) ?? `Manual ${group}. ${textOf(bytes, group)}`;
  beginnings.set(name, text);
  return text;
}

async function leaveAll(target: Target, leaves: readonly Leave[], lanes: number): Promise<Left[]> {
  const left: Left[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let leave = leaves[next]; leave !== undefined; leave = leaves[next]) {
      next += 1;
      left.push(await leaveCall(target, leave));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return left;
}

const slowChunkBytes = 1_024;
const slowEveryMs = 1_000;

/** Reads a kilobyte a second of a stream that has more, until the process ends. */
function readSlowly({ url, headers }: Target, number: number): void {
  const sent = request(url, { method: "POST", headers: { "content-type": "application/json", ...headers } });
  sent.on("error", () => undefined);
  sent.on("response", (response) => {
    response.on("error", () => undefined);
    response.pause();
    const timer = setInterval(() => response.read(slowChunkBytes), slowEveryMs);
    response.on("close", () => clearInterval(timer));
  });
  sent.end(chatBody({ model: "flood", bytes: 200, number, stream: true, tail: undefined }));
}

servePart(commands);
