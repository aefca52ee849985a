import { Agent } from "node:http";
import { runStream, type StreamEnd, type StreamOutcome } from "./load/run-stream.ts";
import { type Percentiles, Samples } from "./load/samples.ts";
import { mix } from "./text/words.ts";

export type { StreamEnd, StreamOutcome } from "./load/run-stream.ts";
export type { Percentiles } from "./load/samples.ts";

export type LoadPattern =
  /** So many at a time, the next one when one is over. */
  | { kind: "closed"; concurrency: number; requests: number }
  /** So many a second, whatever becomes of them. */
  | { kind: "open"; perSecond: number; requests: number };

export interface LoadOptions {
  url: string;
  headers?: Record<string, string>;
  body(place: number): object | string | Buffer;
  pattern: LoadPattern;
  /** Between two frames of an even pace; ten times as much is a stall. */
  expectedGapMs?: number;
  /** Tokens that an answer has; fewer in a complete one are lost. */
  expectedTokens?: number;
  /** This share of the requests is given up at a random moment of the first `withinMs`. */
  abort?: { share: number; withinMs: number; seed: number };
}

export interface LoadReport {
  durationMs: number;
  requestsPerSecond: number;
  tokensPerSecond: number;
  ends: Readonly<Record<StreamEnd, number>>;
  statuses: Readonly<Record<string, number>>;
  tokens: number;
  lost: number;
  stalled: number;
  bytes: number;
  /** Milliseconds. */
  firstToken: Percentiles;
  interToken: Percentiles;
  /** Of tokens behind the promptest one of their stream, by `expectedGapMs`; empty without it. */
  tokenDelay: Percentiles;
  /** Of complete answers. */
  total: Percentiles;
  streams: readonly StreamOutcome[];
}

/** Drives an endpoint with streams (or plain calls) and measures what arrives. */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: "fifo" });
  const gaps = new Samples();
  const delays = new Samples();
  const startedMs = performance.now();
  const run = (place: number, dueMs: number): Promise<StreamOutcome> => {
    const body = options.body(place);
    return runStream({
      url: new URL(options.url),
      agent,
      headers: options.headers ?? {},
      body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      place,
      dueMs,
      stallMs: 10 * (options.expectedGapMs ?? Number.POSITIVE_INFINITY),
      abortAfterMs: abortAfter(options, place),
      paceMs: options.expectedGapMs ?? null,
      onGap: (gapMs) => gaps.add(gapMs),
      onDelay: (delayMs) => delays.add(delayMs),
    });
  };
  const { pattern } = options;
  try {
    const streams = pattern.kind === "closed" ? await closedLoop(pattern, run) : await openLoop(pattern, run);
    return report(options, streams, { gaps, delays }, performance.now() - startedMs);
  } finally {
    agent.destroy();
  }
}

type RunOne = (place: number, dueMs: number) => Promise<StreamOutcome>;

async function closedLoop(
  { concurrency, requests }: { concurrency: number; requests: number },
  run: RunOne,
): Promise<StreamOutcome[]> {
  const outcomes: StreamOutcome[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < requests) {
      const place = next;
      next += 1;
      outcomes.push(await run(place, performance.now()));
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, lane));
  return outcomes;
}

async function openLoop(
  { perSecond, requests }: { perSecond: number; requests: number },
  run: RunOne,
): Promise<StreamOutcome[]> {
  const running: Array<Promise<StreamOutcome>> = [];
  const startMs = performance.now();
  while (running.length < requests) {
    const dueMs = startMs + (running.length * 1_000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    running.push(run(running.length, dueMs));
  }
  return Promise.all(running);
}

function abortAfter({ abort }: LoadOptions, place: number): number | null {
  if (abort === undefined) return null;
  if (mix(abort.seed, place, 1) / 2 ** 32 >= abort.share) return null;
  return (mix(abort.seed, place, 2) / 2 ** 32) * abort.withinMs;
}

function report(
  options: LoadOptions,
  streams: readonly StreamOutcome[],
  { gaps, delays }: { gaps: Samples; delays: Samples },
  durationMs: number,
): LoadReport {
  const ends = { complete: 0, unfinished: 0, "error-frame": 0, refused: 0, broken: 0, aborted: 0 };
  const statuses: Record<string, number> = {};
  const firstToken = new Samples();
  const total = new Samples();
  let tokens = 0;
  let lost = 0;
  let stalled = 0;
  let bytes = 0;
  for (const stream of streams) {
    ends[stream.end] += 1;
    const status = String(stream.status ?? "none");
    statuses[status] = (statuses[status] ?? 0) + 1;
    tokens += stream.tokens;
    stalled += stream.stalled;
    bytes += stream.bytes;
    lost += stream.lost + missingAtEnd(stream, options.expectedTokens);
    if (stream.firstTokenMs !== null) firstToken.add(stream.firstTokenMs);
    if (stream.end === "complete") total.add(stream.totalMs);
  }
  return {
    durationMs,
    requestsPerSecond: (streams.length / durationMs) * 1_000,
    tokensPerSecond: (tokens / durationMs) * 1_000,
    ends,
    statuses,
    tokens,
    lost,
    stalled,
    bytes,
    firstToken: firstToken.summary(),
    interToken: gaps.summary(),
    tokenDelay: delays.summary(),
    total: total.summary(),
    streams,
  };
}

/** Tokens that a whole answer should have had after the last that came. */
function missingAtEnd({ end, tokens, numbered, lost }: StreamOutcome, expected: number | undefined): number {
  if (end !== "complete" || expected === undefined) return 0;
  return Math.max(0, expected - (numbered > 0 ? numbered + lost : tokens));
}
