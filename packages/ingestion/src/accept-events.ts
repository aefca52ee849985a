import type { IngestEvent, IngestSource, JournalEntry, RejectedEvent } from "@plumbline/contracts/events";
import type { Journal } from "@plumbline/journal/journal";
import type { Clock } from "@plumbline/runtime/clock";
import type { Metrics } from "@plumbline/runtime/metrics";
import { type AcceptContext, acceptSteps, type Refusal } from "./accept-steps.ts";
import { ingestMetrics } from "./ingest-metrics.ts";
import { encodeEntries } from "./journal-entry.ts";
import { keptText } from "./kept-text.ts";
import { letterIdOf } from "./letter-id.ts";
import { markRepeatedCalls } from "./mark-repeated-calls.ts";
import {
  holdAgainstConfig,
  namedConfigs,
  type ScoreConfigRules,
  type ScoreConfigSource,
} from "./score-configs.ts";

export type { ScoreConfigRule, ScoreConfigRules, ScoreConfigSource } from "./score-configs.ts";

export interface AcceptDeps {
  journal: Pick<Journal, "append">;
  clock: Clock;
  metrics?: Metrics;
  /** Scores that name a config are held against it; without a source they are taken as they are. */
  scoreConfigs?: ScoreConfigSource;
}

export interface AcceptInput {
  projectId: string;
  source: IngestSource;
  /** Handed over: they may be corrected in place. */
  events: IngestEvent[];
  /** Of a replay: when the events were first received. Now when absent. */
  receivedAtUs?: number;
  replay?: JournalEntry["replay"];
}

export interface AcceptResult {
  accepted: number;
  /** `index` points into the events as they were given. */
  rejected: Array<{ index: number; code: string; reason: string }>;
}

/**
 * Resolves once every event lies on disk, the refused ones too, with their reason. Rejects with
 * `unavailable` when nothing, or only a part, could be made durable: sending it all again is safe.
 */
export async function acceptEvents(deps: AcceptDeps, input: AcceptInput): Promise<AcceptResult> {
  const context: AcceptContext = { nowUs: deps.clock.nowUs() };
  const rejected: AcceptResult["rejected"] = [];
  const { events } = input;
  const named = deps.scoreConfigs === undefined ? null : namedConfigs(events);
  // One look for all events; none, and no turn of the event loop, when no score names a config.
  const rules = named?.size ? ((await deps.scoreConfigs?.read(input.projectId, named)) ?? null) : null;
  const readyAt = performance.now();
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (event === undefined) continue;
    if (event.type === "rejected") {
      event.eventId = letterIdOf(event, event.raw);
      rejected.push({ index, code: event.code, reason: event.reason });
      continue;
    }
    const refusal = firstRefusal(event, context) ?? configRefusal(event, rules);
    if (refusal === null) {
      if (event.type === "score") delete event.typeIsGuess;
      continue;
    }
    rejected.push({ index, ...refusal });
    events[index] = refuse(event, refusal, context);
  }
  // Langfuse counts every generation of its own protocol, nested or not.
  if (input.source !== "langfuse") markRepeatedCalls(events);
  const normalisedAt = performance.now();
  const appends = encodeEntries({ ...input, receivedAtUs: input.receivedAtUs ?? context.nowUs }).map(
    (entry) => deps.journal.append(entry.payload, { lane: input.projectId, rows: entry.rows }),
  );
  if (deps.metrics !== undefined) {
    const instruments = ingestMetrics(deps.metrics);
    instruments.addCpuSeconds("normalise", (normalisedAt - readyAt) / 1_000);
    instruments.addCpuSeconds("journal", (performance.now() - normalisedAt) / 1_000);
  }
  await allDurable(appends);
  return { accepted: events.length - rejected.length, rejected };
}

function configRefusal(event: IngestEvent, rules: ScoreConfigRules | null): Refusal | null {
  return rules === null || event.type !== "score" ? null : holdAgainstConfig(event, rules);
}

/** Every append is awaited, so that no failure of a later one goes unhandled. */
async function allDurable(appends: Promise<number>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(appends)) {
    if (outcome.status === "rejected") throw outcome.reason;
  }
}

function firstRefusal(event: IngestEvent, context: AcceptContext): Refusal | null {
  for (const step of acceptSteps) {
    const refusal = step.run(event, context);
    if (refusal !== null) return refusal;
  }
  return null;
}

function refuse(event: IngestEvent, refusal: Refusal, context: AcceptContext): RejectedEvent {
  const text = JSON.stringify(event);
  return {
    type: "rejected",
    eventId: letterIdOf(event, text),
    timeUs: context.nowUs,
    code: refusal.code,
    reason: refusal.reason,
    ...keptText(text),
  };
}
