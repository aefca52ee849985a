import { systemClock } from "@plumbline/runtime/clock";
import { requireProjectPermission } from "@plumbline/services/authorise";
import type { ServiceContext } from "@plumbline/services/context";
import { type TailPosition, type TraceRow, tailTraces } from "@plumbline/services/trace";
import type { RelativeRange } from "../../features/traces/time-range.ts";
import { matchingOf } from "../trace-query.ts";
import { createTailHub, type News, type TailHub } from "./tail-hub.ts";

interface Question {
  projectId: string;
  query: string;
  range: RelativeRange;
}

export type TraceHub = TailHub<Question, TraceRow>;

interface WatchOptions extends Question {
  /** Where an earlier connection ended, microseconds; else what came in the last minute is told first. */
  sinceUs: number | null;
  /** Throws when the reader may not read on. */
  recheck: () => Promise<void>;
  signal: AbortSignal;
}

const limit = 100;
const everyMs = 1_000;
const minuteUs = 60_000_000;
/** Who is silent is asked again as well. */
const recheckEveryMs = 15_000;

/** A tail is about now: a trace that began longer ago is found by the list. */
const reachMs = 3_600_000;

/** Reads as the system for all watchers; each of them is authorised by itself. */
export function createTraceHub(asSystem: () => ServiceContext): TraceHub {
  return createTailHub<Question, TraceRow, TailPosition>({
    read: (question, since) => tailTraces(asSystem(), input(question, since)),
    identify: ({ traceId }) => traceId,
    atUs: ({ lastUs }) => lastUs,
    nowUs: () => systemClock.nowUs() - minuteUs,
    everyMs,
  });
}

function input(question: Question, since: number | TailPosition) {
  const nowMs = systemClock.nowMs();
  const matching = matchingOf(question, nowMs);
  const from = new Date(Math.max(matching.from.getTime(), nowMs - reachMs));
  return { ...matching, from, since, limit };
}

/** The traces of which there are news, as long as the reader listens and may. */
export async function* watchTraces(
  ctx: ServiceContext,
  hub: TraceHub,
  { sinceUs, recheck, signal, ...question }: WatchOptions,
): AsyncGenerator<News<TraceRow>, void> {
  const mayRead = async () => {
    await recheck();
    await requireProjectPermission(ctx, question.projectId, "traces:read");
  };
  const watch = hub.watch(JSON.stringify([question.projectId, question.range, question.query]), question);
  signal.addEventListener("abort", watch.leave, { once: true });
  let refused: { error: unknown } | null = null;
  const timer = setInterval(() => {
    mayRead().catch((error: unknown) => {
      refused = { error };
      watch.leave();
    });
  }, recheckEveryMs);
  const throwIfRefused = () => {
    if (refused !== null) throw refused.error;
  };
  try {
    yield await catchUp(ctx, question, sinceUs);
    for (;;) {
      const news = await watch.next();
      throwIfRefused();
      if (news === undefined) return;
      await mayRead();
      yield news;
    }
  } finally {
    clearInterval(timer);
    watch.leave();
  }
}

async function catchUp(ctx: ServiceContext, question: Question, sinceUs: number | null) {
  const nowUs = systemClock.nowUs();
  const since = sinceUs ?? nowUs - minuteUs;
  const reachedUs = Math.max(since, nowUs - reachMs * 1_000);
  const { rows, more, position } = await tailTraces(ctx, input(question, reachedUs));
  return { rows, more: more || since < reachedUs, atUs: position.lastUs };
}
